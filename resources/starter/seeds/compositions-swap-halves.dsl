# The left and the right half change places.
x1 = lefthalf(I)
x2 = righthalf(I)
O = hconcat(x2, x1)
