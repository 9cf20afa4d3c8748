# A blue row twice as long as there are blue cells.
x1 = colorcount(I, ONE)
x2 = double(x1)
x3 = astuple(ONE, x2)
O = canvas(ONE, x3)
