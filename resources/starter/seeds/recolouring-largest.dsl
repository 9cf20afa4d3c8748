# The largest grey shape becomes azure.
x1 = objects(I, T, F, T)
x2 = argmax(x1, size)
O = fill(I, EIGHT, x2)
