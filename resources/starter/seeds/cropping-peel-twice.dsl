# Two frames are peeled off.
x1 = power(trim, TWO)
O = x1(I)
