# The mirror image is set beside the grid.
x1 = vmirror(I)
O = hconcat(I, x1)
