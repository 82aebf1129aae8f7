"""All text of the pages themselves, by page; the vocabulary words what the graph says."""

from __future__ import annotations

from api.strings.charts import CHARTS
from api.strings.general import T
from api.strings.home import HOME
from api.strings.network import GRAPH
from api.strings.questions import CHIPS, COLUMNS, HEADLINES, PARAMETERS
from api.strings.reader import READER
from api.strings.search import SEARCH
from api.strings.vocabulary import CLASSES, ROLES, STANDINGS

__all__ = [
    "CHARTS",
    "CHIPS",
    "CLASSES",
    "COLUMNS",
    "GRAPH",
    "HEADLINES",
    "HOME",
    "PARAMETERS",
    "READER",
    "ROLES",
    "SEARCH",
    "STANDINGS",
    "T",
]
