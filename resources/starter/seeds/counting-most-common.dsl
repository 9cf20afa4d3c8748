# One cell of the most common colour.
x1 = mostcolor(I)
O = canvas(x1, UNITY)
