"""Values as people write them: numbers, currencies, nations, names."""
