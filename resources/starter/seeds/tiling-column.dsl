# Two copies above each other.
O = vconcat(I, I)
