# Grey shapes take the colour of the cell in the top left corner.
x1 = index(I, ORIGIN)
O = replace(I, FIVE, x1)
