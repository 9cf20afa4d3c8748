# The frame is peeled off.
O = trim(I)
