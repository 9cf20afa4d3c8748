# The panel with the most colours, of three side by side.
x1 = hsplit(I, THREE)
O = argmax(x1, numcolors)
