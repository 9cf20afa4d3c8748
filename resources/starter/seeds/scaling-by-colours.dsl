# The grid grows by as many times as it has colours.
x1 = numcolors(I)
O = upscale(I, x1)
