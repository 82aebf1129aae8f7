"""No surface names a person who may be a victim unless it is asked to."""
