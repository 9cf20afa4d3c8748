# Red becomes yellow.
O = replace(I, TWO, FOUR)
