# The missing half is drawn as the mirror image, left to right.
x1 = vmirror(I)
x2 = asobject(x1)
O = underpaint(I, x2)
