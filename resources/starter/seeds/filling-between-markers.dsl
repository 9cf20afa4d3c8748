# Azure fills the rectangle between four red markers, behind everything else.
x1 = ofcolor(I, TWO)
x2 = backdrop(x1)
O = underfill(I, EIGHT, x2)
