# Grey shapes in the row of the red marker become green.
x1 = ofcolor(I, TWO)
x2 = objects(I, T, F, T)
x3 = colorfilter(x2, FIVE)
x4 = lbind(hmatching, x1)
x5 = mfilter(x3, x4)
O = fill(I, THREE, x5)
