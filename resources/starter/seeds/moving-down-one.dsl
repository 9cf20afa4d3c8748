# The shape moves down by one cell.
x1 = objects(I, T, F, T)
x2 = first(x1)
O = move(I, x2, DOWN)
