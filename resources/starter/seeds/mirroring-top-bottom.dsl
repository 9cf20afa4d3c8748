# The grid is turned over top to bottom.
O = hmirror(I)
