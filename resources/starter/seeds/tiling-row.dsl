# Two copies side by side.
O = hconcat(I, I)
