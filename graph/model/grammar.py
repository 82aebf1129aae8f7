"""English for composed wording: a verb phrase that agrees with its subject, an adverb where it belongs."""

from __future__ import annotations

import re

_PLURAL_FORMS = {"is": "are", "was": "were", "has": "have", "does": "do"}
_AUXILIARIES = frozenset({"is", "are", "was", "were", "will", "may", "might", "could", "can"})
_HAVE = frozenset({"has", "have", "had"})
_SIBILANT = re.compile(r"(?:ss|sh|ch|x|zz)es\Z").search
_OWN = re.compile(r"\bits\b")
_IT_DOES = re.compile(r"\bit (\w+s)\b")
_A_VICTIM = re.compile(r"\ba (possible )?victim\b")


def to_plural(phrase: str, infinitive: str = "") -> str:
    """Return a verb phrase as it stands behind a plural subject: "was arrested" becomes "were arrested".

    Args:
        phrase: Words that begin with a finite verb in the singular, such as "runs" or "did not run".
        infinitive: The predicate's infinitive; further verbs ("continues or flourishes") are found by it.
    """
    words, base = phrase.split(), infinitive.split()
    words[0] = _plural_verb(words[0])
    if len(base) == len(words):
        words[1:] = [b if w in (f"{b}s", f"{b}es") else w for w, b in zip(words[1:], base[1:], strict=True)]
    text = _IT_DOES.sub(lambda match: f"they {_plural_verb(match[1])}", " ".join(words))
    return _A_VICTIM.sub(r"\1victims", _OWN.sub("their", text))


def place_adverb(adverb: str, phrase: str) -> str:
    """Return a verb phrase with an adverb: "was allegedly forced", "allegedly ran", "has allegedly run"."""
    first, _, rest = phrase.partition(" ")
    if first in _AUXILIARIES or (first in _HAVE and rest.partition(" ")[0].endswith("ed")):
        return f"{first} {adverb} {rest}"
    return f"{adverb} {phrase}"


def place_future(phrase: str, prefix: str) -> str:
    """Return a passive phrase as expected or promised: "will be screened" as "is expected to be screened".

    Words that are not passive keep what they are: those of a promise begin with "in future".
    """
    first, _, rest = phrase.partition(" ")
    if first == "will":
        return f"{prefix} {rest}"
    return f"{prefix} be {rest}" if first in ("is", "are", "was", "were") else phrase


def _plural_verb(verb: str) -> str:
    """The form of a finite verb behind a plural; one without an -s, such as a past form, stays."""
    if verb in _PLURAL_FORMS:
        return _PLURAL_FORMS[verb]
    if not verb.endswith("s") or verb.endswith("ss"):
        return verb
    if verb.endswith("ies"):
        return f"{verb[:-3]}y"
    return verb[:-2] if _SIBILANT(verb) else verb[:-1]
