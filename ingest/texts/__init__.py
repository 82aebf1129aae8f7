"""Find, split and quote the texts of articles."""
