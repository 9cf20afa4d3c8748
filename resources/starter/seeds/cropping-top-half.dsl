# Only the top half stays.
O = tophalf(I)
