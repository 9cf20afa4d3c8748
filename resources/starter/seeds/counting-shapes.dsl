# A red bar with one cell for each shape.
x1 = objects(I, T, F, T)
x2 = size(x1)
x3 = astuple(ONE, x2)
O = canvas(TWO, x3)
