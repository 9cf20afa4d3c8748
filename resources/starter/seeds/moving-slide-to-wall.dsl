# The red shape slides until it touches the grey wall.
x1 = ofcolor(I, TWO)
x2 = ofcolor(I, FIVE)
x3 = gravitate(x1, x2)
x4 = toobject(x1, I)
O = move(I, x4, x3)
