"""The two database engines behind one wire protocol."""
