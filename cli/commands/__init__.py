"""The commands: a module each, whose function `run` is the command."""
