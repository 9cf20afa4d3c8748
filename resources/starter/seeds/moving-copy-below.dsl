# A copy of the shape is set directly below it.
x1 = objects(I, T, F, T)
x2 = first(x1)
x3 = height(x2)
x4 = toivec(x3)
x5 = shift(x2, x4)
O = paint(I, x5)
