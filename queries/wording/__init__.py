"""Words of an answer: sentence, citations, and the words of a fact."""
