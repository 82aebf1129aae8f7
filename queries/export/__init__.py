"""Claims and evidence as records for machines."""
