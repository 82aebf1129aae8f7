"""Find which documents print the same text, complete or in part, where the texts are available."""
