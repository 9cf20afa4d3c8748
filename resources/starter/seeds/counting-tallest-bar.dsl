# A red bar as high as the tallest one.
x1 = objects(I, T, F, T)
x2 = valmax(x1, height)
x3 = astuple(x2, ONE)
O = canvas(TWO, x3)
