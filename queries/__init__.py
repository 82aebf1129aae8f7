"""From graph to answers."""
