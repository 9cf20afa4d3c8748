# The largest shape is cut out.
x1 = objects(I, T, F, T)
x2 = argmax(x1, size)
O = subgrid(x2, I)
