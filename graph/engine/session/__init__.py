"""Run queries over Bolt: driver, read guard, deadlines, result rows."""
