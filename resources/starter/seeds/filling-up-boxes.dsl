# Green fills each shape up to a rectangle.
x1 = objects(I, T, F, T)
x2 = mapply(delta, x1)
O = fill(I, THREE, x2)
