# Blue and green change places.
O = switch(I, ONE, THREE)
