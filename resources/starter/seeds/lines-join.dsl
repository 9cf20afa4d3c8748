# A line joins the two green cells.
x1 = ofcolor(I, THREE)
x2 = first(x1)
x3 = last(x1)
x4 = connect(x2, x3)
O = fill(I, THREE, x4)
