# One tile of a pattern that repeats sideways.
x1 = asobject(I)
x2 = hperiod(x1)
x3 = height(I)
x4 = astuple(x3, x2)
O = crop(I, ORIGIN, x4)
