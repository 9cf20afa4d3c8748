# Where the two panels agree the colour stays, elsewhere black.
x1 = lefthalf(I)
x2 = righthalf(I)
O = cellwise(x1, x2, ZERO)
