# Green for an even number of blue cells, red for an odd number.
x1 = colorcount(I, ONE)
x2 = even(x1)
x3 = branch(x2, THREE, TWO)
O = canvas(x3, THREE_BY_THREE)
