"""The text of the search page."""

from __future__ import annotations

from types import SimpleNamespace

SEARCH = SimpleNamespace(
    groups={
        "entities": "People, bodies, places",
        "figures": "Numbers",
        "claims": "Claims",
        "documents": "Documents",
        "events": "Events",
        "conflicts": "Conflicts",
        "questions": "Questions",
        "passages": "Passages in the texts",
    },
    claims_note="The page of each statement shows who else says it, and who denies it.",
    passages_note="Here the filters keep whole documents: a passage may have another speaker.",
    facets={
        "kind": "Kind of entity",
        "document": "Document",
        "speaker": "Speaker",
        "date": "Published, at the earliest",
        "modality": "How it is said",
        "nationality": "Nationality",
        "place": "Place",
    },
    title="Search: {q}",
    question="Your question",
    narrow="Narrow the claims",
    over="Counted over {n} claims found",
    over_cut="Counted over the first {n} claims found",
    remove="remove this filter",
    all="All {n}",
    at_least="at least {n}",
    back="All groups",
    nothing="Nothing in this graph matches “{q}”.",
    nothing_filtered="Nothing matches “{q}” with these filters.",
    nothing_by="Nothing that was known for certain by {day} matches “{q}”.",
    all_days="Search everything in the graph",
    searched="Searched: {entities}, {claims}, {documents}",
    searched_passages=" and the texts of {passages}.",
    searched_no_texts=". The texts of the documents are not available here: their words were not searched.",
    nearest="Did you mean",
    without_filters="Search without filters",
    origins="{documents}, {origins}",
)
