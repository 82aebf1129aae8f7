"""What ties two entities: the best ways from one to the other, each hop with its evidence."""
