# The patch with the most red cells is cut out.
x1 = objects(I, F, T, T)
x2 = rbind(colorcount, TWO)
x3 = argmax(x1, x2)
O = subgrid(x3, I)
