# The left panel, with green where both panels are blue.
x1 = lefthalf(I)
x2 = righthalf(I)
x3 = ofcolor(x1, ONE)
x4 = ofcolor(x2, ONE)
x5 = intersection(x3, x4)
O = fill(x1, THREE, x5)
