"""Claims of one proposition that tell of several happenings."""
