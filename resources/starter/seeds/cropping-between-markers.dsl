# What lies between the four yellow markers.
x1 = ofcolor(I, FOUR)
x2 = inbox(x1)
O = subgrid(x2, I)
