"""Words of conflicts: speakers, statements and lists, and who could be asked. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from graph.model.claims import Claim
from graph.rules.context import RuleContext
from graph.rules.statement_choice import choose_statement

SPEAKERS_NAMED = 3
"""Maximum number of speakers named for one side; the others are counted."""
STATEMENTS_NAMED = 3
"""Maximum number of statements quoted for one side."""
_BODIES = ("government/", "police/", "embassy/")
"""Prefixes of the ids of bodies that act for a state."""
ASKED_NAMED = 6
"""Maximum number of names in the list of who could be asked."""


def format_speakers(claims: Iterable[Claim], context: RuleContext) -> str:
    """Return the ultimate speakers of these claims in words, with their articles.

    A speaker without a name of its own, or whom a text knows from another source, comes with the links that
    report it: "residents as reported by AFP". One whom the text leaves open is marked with "perhaps".
    """
    chains: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        chains[_format_link(claim.links[0], context)].append(claim)
    direct = {name for name, told in chains.items() if any(_is_direct(claim, context) for claim in told)}
    order = sorted(chains, key=lambda name: (name not in direct, _build_sort_key(name)))
    phrases = [_format_chain(name, chains[name], context, is_direct=name in direct) for name in order]
    if len(chains) - len(direct) < 2:  # only a chain at the end of a list reads well
        return _cut_list(phrases, SPEAKERS_NAMED)
    shown, more = phrases[:SPEAKERS_NAMED], len(phrases) - SPEAKERS_NAMED
    shown = [*shown, f"{more} more"] if more > 0 else shown
    return f"{'; '.join(shown[:-1])}; and {shown[-1]}"


def _format_reporters(claim: Claim, context: RuleContext) -> str:
    """Return who reports a claim's speaker, the document's own voice first: "Newser citing The Guardian"."""
    *between, voice = claim.links[1:]
    words = _format_link(voice, context)
    for link in reversed(between):
        words += " perhaps citing " if link.endswith("?") else " citing "
        words += _format_link(link, context)
    return words


def _is_direct(claim: Claim, context: RuleContext) -> bool:
    """Return whether a claim's speaker can be named without the links that report it."""
    return not claim.by or (len(claim.by) == 1 and not context.generic(claim.speaker))


def _format_chain(name: str, claims: Sequence[Claim], context: RuleContext, *, is_direct: bool) -> str:
    """Return a speaker with those who report it; links that the text leaves open are marked."""
    marked = name if any(not claim.links[0].endswith("?") for claim in claims) else f"perhaps {name}"
    links = {_format_reporters(claim, context) for claim in claims if len(claim.links) > 1}
    if is_direct or not links:
        return marked
    is_open = all(claim.links[1].endswith("?") for claim in claims if len(claim.links) > 1)
    reported = "reported, perhaps by" if is_open else "reported by"
    return f"{marked} as {reported} {_format_names(links, SPEAKERS_NAMED)}"


def format_voices(claims: Iterable[Claim], context: RuleContext) -> str:
    """Return in words who prints these claims: the voices of their documents."""
    return _format_names({_format_link(claim.voice, context) for claim in claims}, SPEAKERS_NAMED)


def _format_link(link: str, context: RuleContext) -> str:
    return context.in_sentence(context.canonical(link.rstrip("?")))


def format_attributed(
    claims: Iterable[Claim], context: RuleContext, who: Callable[..., str] = format_speakers
) -> str:
    """Return the statement of each fact of these claims, with its speakers in brackets.

    With `who=format_voices` the documents' voices stand in the brackets. Claims about claims have no fact:
    those of one speaker with one predicate count as one statement.
    """
    by_statement: dict[str, list[Claim]] = defaultdict(list)
    for claim in sorted(claims, key=lambda c: c.id):
        by_statement[claim.proposition_id or f"{claim.predicate} {claim.speaker}"].append(claim)
    statements = [
        f"{format_statement(by_statement[key])} ({who(by_statement[key], context)})"
        for key in sorted(by_statement)
    ]
    return _cut_list(statements, STATEMENTS_NAMED)


def format_statement(claims: Iterable[Claim]) -> str:
    """Return the statement of these claims of one fact in quotation marks, without its full stop."""
    return quote(choose_statement(claims).says.rstrip("."))


def quote(words: str) -> str:
    """Return words in quotation marks; quotation marks within them become single."""
    return f"“{words.replace('“', '‘').replace('”', '’')}”"


def format_verbs(claims: Iterable[Claim]) -> str:
    """Return the verbs of these claims as their texts have them, each in quotation marks."""
    verbs = sorted({claim.verb or claim.predicate.lower() for claim in claims}, key=str.casefold)
    return " or ".join(map(quote, verbs))


def format_list(parts: Sequence[str]) -> str:
    """Return the parts as `a`, `a and b` or `a, b and c`; "" for no parts."""
    return "".join(parts) if len(parts) < 2 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def capitalise(sentence: str) -> str:
    """Return a sentence with its first letter in upper case."""
    return sentence[:1].upper() + sentence[1:]


def format_asked(claims: Iterable[Claim], context: RuleContext) -> str:
    """Return who could be asked about these claims: for each, the first link of its chain that can answer.

    That is a link with a name of its own, or whom it speaks for. People who may be victims are never named:
    the next link, which reports them, is asked instead. Of a proceeding, the body that acted is asked, too.
    """
    names = set()
    for claim in claims:
        names.add(_find_asked(claim, context))
        actor = context.canonical(claim.subject)
        if claim.standing == "proceeding" and actor.startswith(_BODIES) and _can_answer(actor, context):
            names.add(context.in_sentence(actor))
    return _format_names(names, ASKED_NAMED)


def _find_asked(claim: Claim, context: RuleContext) -> str:
    for link in claim.links:
        id_ = context.canonical(link.rstrip("?"))
        for speaker in dict.fromkeys((id_, context.superior(id_), context.principal(id_))):
            if speaker != claim.document and _can_answer(speaker, context):
                return context.in_sentence(speaker)
    return f"the publisher of {_format_link(claim.document, context)}"


def _can_answer(speaker: str, context: RuleContext) -> bool:
    is_actor = not speaker.startswith(("topic/", "occasion/", "document/", "cohort/", "collective/"))
    return is_actor and not context.generic(speaker) and not context.protected(speaker)


def _format_names(names: Iterable[str], most: int) -> str:
    return _cut_list(sorted(names, key=_build_sort_key), most)


def _build_sort_key(name: str) -> tuple[str, str]:
    return name.casefold().removeprefix("the "), name


def _cut_list(parts: Sequence[str], most: int) -> str:
    """Return a list in words; parts beyond `most` are only counted."""
    cut = [*parts[:most], f"{len(parts) - most} more"] if len(parts) > most else parts
    return format_list(cut)
