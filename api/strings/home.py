"""The text of the home page."""

from __future__ import annotations

from types import SimpleNamespace

HOME = SimpleNamespace(
    heading="Who said what about Cambodia’s scam compounds",
    lead="Every line here leads back to its exact words, its speaker, a document, and a date. Five outlets "
    "that print one wire story count as one origin; where sources disagree, you see both sides.",
    hint="Try a name, a number such as 1,440, or a word such as “deported”. Misspellings are found, too.",
    start="Questions to start from",
    themes=("Who says it?", "How many?", "What contradicts?", "Is there a connection?", "What is missing?"),
    who_says="Who says {number}?",
    how_many="{series}: {numbers}",
    contradicts="All conflicts between claims",
    ties="Does any source connect {start} with {end}?",
    operators="Which compounds are named, and who runs them?",
    answers="What is {name} accused of, and what is the answer?",
    newest="Newest documents",
    disputed="Most disputed",
    sides="{sides} sides, {claims} in {documents}",
    best="Best documented",
    people="People",
    bodies="Organisations and authorities",
    sites="Scam sites",
    nationalities="Nationalities",
    all="All",
    picture="People and bodies that the most documents connect",
    picture_note="Each line is a statement of a source; an accusation is drawn as one. Choose a box to "
    "see what the sources say, or",
    picture_more="explore the whole network",
    too_large="This graph is too large for an overview here: search it, or choose a section above.",
    other_kinds="Other kinds",
)
