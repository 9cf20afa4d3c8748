# The most common colour becomes grey.
x1 = mostcolor(I)
O = replace(I, x1, FIVE)
