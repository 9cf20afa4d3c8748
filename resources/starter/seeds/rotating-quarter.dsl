# The grid makes a quarter turn clockwise.
O = rot90(I)
