# Each red cell gets a blue ring.
x1 = ofcolor(I, TWO)
x2 = mapply(neighbors, x1)
O = fill(I, ONE, x2)
