// Changed by hand.
