"""What every request passes: access, response cache, log."""
