# Single cells disappear, shapes stay.
x1 = objects(I, T, F, T)
x2 = sizefilter(x1, ONE)
x3 = merge(x2)
O = cover(I, x3)
