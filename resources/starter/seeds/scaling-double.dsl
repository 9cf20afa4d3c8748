# The grid becomes twice as large.
O = upscale(I, TWO)
