# Each shape grows to a rectangle of its own colour.
x1 = objects(I, T, F, T)
x2 = fork(recolor, color, backdrop)
x3 = mapply(x2, x1)
O = paint(I, x3)
