"""What the five articles say, written from the articles and held against the product."""
