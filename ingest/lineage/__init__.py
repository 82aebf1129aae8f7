"""Finding out, where the texts are, which documents print the same text, whole or in part."""
