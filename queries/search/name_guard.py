"""Keep the names of protected people out of a search: neither shown, nor found by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from queries.search.marking import find_matching

if TYPE_CHECKING:
    from queries.browse.scope import NameRedactor
    from queries.search.search_words import SearchWords


class NameGuard:
    """The names to withhold; None withholds none, for a caller who may see them."""

    def __init__(self, names: NameRedactor | None) -> None:
        self._names = names

    @property
    def has_names(self) -> bool:
        """Whether the graph holds names to withhold."""
        return self._names is not None and self._names.has_names

    def redact(self, data: Any) -> Any:
        """Return data without the names."""
        return self._names.redact(data) if self._names is not None else data

    def may_show(self, text: str, words: SearchWords) -> bool:
        """Return whether a text that was found for these words is also found without the names in it."""
        if not self.has_names:
            return True
        shown = self.redact(text)
        return shown == text or bool(find_matching([shown], words))
