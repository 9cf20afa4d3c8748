# The yellow frame is cut out with its content.
x1 = ofcolor(I, FOUR)
O = subgrid(x1, I)
