# The one shape of another colour is cut out.
x1 = objects(I, T, F, T)
x2 = totuple(x1)
x3 = apply(color, x2)
x4 = leastcommon(x3)
x5 = matcher(color, x4)
x6 = extract(x1, x5)
O = subgrid(x6, I)
