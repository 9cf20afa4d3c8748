# The azure patch is repaired from the mirror image, top to bottom.
x1 = ofcolor(I, EIGHT)
x2 = hmirror(I)
x3 = toobject(x1, x2)
O = paint(I, x3)
