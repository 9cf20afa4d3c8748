# The grid is mirrored at its diagonal: rows become columns.
O = dmirror(I)
