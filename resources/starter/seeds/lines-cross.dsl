# Each yellow cell fills its row and its column.
x1 = ofcolor(I, FOUR)
x2 = mapply(hfrontier, x1)
x3 = mapply(vfrontier, x1)
x4 = combine(x2, x3)
O = fill(I, FOUR, x4)
