"""Shell completion of values; people who may be victims are never offered."""
