"""Self-written wire stories of an invented harbour: one as the agency sent it, and what others made of it."""

from __future__ import annotations

WIRE = (
    "Wardens at Brume harbour turned back eleven barges on Tuesday after a quarrel over unpaid tolls left "
    "340 tonnes of salt lying on the eastern quay.",
    "The barges, most of them hired by dealers from the inland towns, had waited since January 4 for a berth "
    "that the harbour office says it never promised them.",
    "“We were told to come, and now we are told to go home with rotting ropes,” said Ada Quill, who has run "
    "a ferry across the sound for 26 years.",
    "The harbour office said in a notice that 1,215 vessels had paid the new toll in its first month, while "
    "some 90 were organising to dispute it before the magistrate.",
    "Salt traded at four crowns a sack in Brume before the quarrel, according to the guild of coopers, and "
    "at nine crowns a sack by Friday evening.",
    "Quill said the wardens had once waved her through without a glance at her papers, but that two men with "
    "lanterns now counted every passenger on her deck.",
    "The guild expects the price to fall once the old quay, closed since the fire in the rope store, opens "
    "again to barges of the smaller class.",
)
OTHER = (
    "A fire in the rope store of Brume harbour two winters ago still weighs on the town's trade, a study by "
    "the guild of coopers found.",
    "Its authors asked 70 traders how they moved their goods, and most answered that they no longer trusted "
    "the old quay with anything of value.",
    "Tolls were another grievance: a third of those asked had refused to pay at least once, and six had lost "
    "a boat to the wardens over it.",
    "Salt, cloth and tar now leave by road instead, which costs more and takes a day longer when the marsh "
    "is under water.",
    "The harbour office called the study one-sided and pointed to the 1,215 vessels that paid in January.",
)
COLUMN = (
    "I have watched boats come and go at Brume for most of my life, and never have I seen so many idle.",
    "“We were told to come, and now we are told to go home with rotting ropes,” said Ada Quill, and who "
    "would blame her for being bitter?",
    "A town that lives by the sea cannot go on treating its sailors as strangers, whatever its officials put "
    "on their boards.",
    "Somebody in the council should take a walk along the water one of these mornings and count the empty "
    "moorings for himself.",
)


def text(*sentences: str) -> str:
    """Sentences as an article: two to a paragraph."""
    return "\n\n".join(" ".join(sentences[at : at + 2]) for at in range(0, len(sentences), 2))


def american(story: str) -> str:
    """Another house's style: spelling, quotation marks, months, numbers in words."""
    for ours, theirs in (
        ("harbour", "harbor"),
        ("organising", "organizing"),
        ("January", "Jan."),
        ("eleven", "11"),
        ("nine crowns", "9 crowns"),
        ("“", '"'),
        ("”", '"'),
        ("1,215", "1215"),
    ):
        story = story.replace(ours, theirs)
    return story


REWRITE = (
    "Eleven barges were turned back at Brume harbour this week by wardens after a quarrel over tolls that "
    "nobody had paid, leaving 340 tonnes of salt on the eastern quay.",
    "Most of the barges had been hired by dealers from inland towns and had waited for a berth since January "
    "4, though the harbour office says it promised them none.",
    "In its first month 1,215 vessels paid the new toll, the harbour office said in a notice, but some 90 "
    "planned to dispute it before the magistrate.",
    "Before the quarrel salt had traded at four crowns a sack in Brume, the guild of coopers said; by Friday "
    "evening it was nine crowns a sack.",
    "The wardens did not want to speak to this paper.",
)
