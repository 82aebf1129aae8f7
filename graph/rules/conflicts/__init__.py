"""Kinds of conflict between claims: one module of rules for each group of kinds."""
