"""Texts of articles: find, split, and quote them."""
