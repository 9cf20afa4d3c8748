# The grid is stretched to twice its width.
O = hupscale(I, TWO)
