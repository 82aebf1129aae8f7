"""Isolation of right-to-left text (placeholder until merged)."""


def isolate_rtl(text: str) -> str:
    """Return text."""
    return text
