# Blocks of two by two become single cells.
O = downscale(I, TWO)
