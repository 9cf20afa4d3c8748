# Each different row stays once.
O = dedupe(I)
