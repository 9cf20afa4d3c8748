# The shape turns over left to right where it stands.
x1 = objects(I, T, F, T)
x2 = first(x1)
x3 = cover(I, x2)
x4 = vmirror(x2)
O = paint(x3, x4)
