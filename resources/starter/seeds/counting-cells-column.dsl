# A green column as high as there are green cells.
x1 = colorcount(I, THREE)
x2 = astuple(x1, ONE)
O = canvas(THREE, x2)
