# The colours of the shapes in a row, from the smallest shape to the largest.
x1 = objects(I, T, F, T)
x2 = order(x1, size)
x3 = apply(color, x2)
O = repeat(x3, ONE)
