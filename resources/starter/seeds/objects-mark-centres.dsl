# A yellow cell marks the middle of each rectangle.
x1 = objects(I, T, F, T)
x2 = apply(center, x1)
O = fill(I, FOUR, x2)
