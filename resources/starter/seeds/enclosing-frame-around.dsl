# A grey frame is put around the grid.
x1 = shape(I)
x2 = add(x1, TWO)
x3 = canvas(FIVE, x2)
x4 = asobject(I)
x5 = shift(x4, UNITY)
O = paint(x3, x5)
