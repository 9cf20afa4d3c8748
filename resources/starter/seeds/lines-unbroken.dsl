# Lines without a gap become red.
x1 = frontiers(I)
x2 = merge(x1)
O = fill(I, TWO, x2)
