# Red in the right panel cuts holes into the left panel.
x1 = lefthalf(I)
x2 = righthalf(I)
x3 = ofcolor(x2, TWO)
O = fill(x1, ZERO, x3)
