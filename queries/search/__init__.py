"""One search for everything: entities, figures, claims, documents, events, conflicts, questions, passages."""
