"""Claims of one proposition about several happenings."""
