# The full lines are taken out and the gap closes.
O = compress(I)
