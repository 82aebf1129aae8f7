"""Part of a graph in which one text is everywhere that a record has text, as an older graph may hold it."""

from __future__ import annotations

from msgspec.structs import replace

from graph.model.records import Alias, End, EntityEntry
from reports.part.closure import Closure, Records, derive_closure
from tests.conflicts.said import built, dossier, said


def build_hostile_part(text: str) -> Closure:
    """Return a part with this text in names, sentences, verbs, hedges, values, and a document's label."""
    whole = text.encode(errors="replace").decode()  # an id cannot be made of half a character
    claims = (
        said("1", "person/1", "HEADS", "company/1", verb=text, hedge=text, by=["person/1"]),
        said("2", "person/1", "HOLDS_POSITION", End(title=whole), verb=text),
    )
    chosen = dossier("a", [replace(claim, says=text) for claim in claims])
    chosen = replace(chosen, document=replace(chosen.document, label=text, author=text))
    return derive_closure(
        Records(
            claims=tuple(built(chosen)),
            dossiers=(chosen,),
            entities=(
                EntityEntry("person/1", "Person", text, aliases=(Alias(text, "document/a"),)),
                EntityEntry("company/1", "Company", text),
                EntityEntry("media/a", "Media", text),
            ),
        )
    )
