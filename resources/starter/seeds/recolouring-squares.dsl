# Squares become green.
x1 = objects(I, T, F, T)
x2 = mfilter(x1, square)
O = fill(I, THREE, x2)
