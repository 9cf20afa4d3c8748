# Each red cell fills its whole row.
x1 = ofcolor(I, TWO)
x2 = mapply(hfrontier, x1)
O = fill(I, TWO, x2)
