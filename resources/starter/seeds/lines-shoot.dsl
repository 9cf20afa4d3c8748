# Each blue cell shoots a line to the right.
x1 = ofcolor(I, ONE)
x2 = rbind(shoot, RIGHT)
x3 = mapply(x2, x1)
O = fill(I, ONE, x3)
