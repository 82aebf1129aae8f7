"""English grammar for composed wording: verbs that agree with their subject, adverbs in place."""

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
    """Return a verb phrase for a plural subject: "was arrested" becomes "were arrested".

    Args:
        phrase: Words that begin with a finite verb in the singular, such as "runs" or "did not run".
        infinitive: The predicate's infinitive; it identifies further verbs ("continues or flourishes").
    """
    words, base = phrase.split(), infinitive.split()
    words[0] = _to_plural_verb(words[0])
    if len(base) == len(words):
        words[1:] = [
            stem if word in (f"{stem}s", f"{stem}es") else word
            for word, stem in zip(words[1:], base[1:], strict=True)
        ]
    text = _IT_DOES.sub(lambda match: f"they {_to_plural_verb(match[1])}", " ".join(words))
    return _A_VICTIM.sub(r"\1victims", _OWN.sub("their", text))


def add_adverb(adverb: str, phrase: str) -> str:
    """Add an adverb to a verb phrase: "was allegedly forced", "allegedly ran", "has allegedly run"."""
    first, _, rest = phrase.partition(" ")
    if first in _AUXILIARIES or (first in _HAVE and rest.partition(" ")[0].endswith("ed")):
        return f"{first} {adverb} {rest}"
    return f"{adverb} {phrase}"


def to_future(phrase: str, prefix: str) -> str:
    """Return a passive phrase as expected or promised.

    "will be screened" becomes "is expected to be screened". A phrase that is not passive stays as it
    is: that of a promise begins with "in future".
    """
    first, _, rest = phrase.partition(" ")
    if first == "will":
        return f"{prefix} {rest}"
    return f"{prefix} be {rest}" if first in ("is", "are", "was", "were") else phrase


def _to_plural_verb(verb: str) -> str:
    """Return the plural form of a finite verb; one without an -s, such as a past form, stays."""
    if verb in _PLURAL_FORMS:
        return _PLURAL_FORMS[verb]
    if not verb.endswith("s") or verb.endswith("ss"):
        return verb
    if verb.endswith("ies"):
        return f"{verb[:-3]}y"
    return verb[:-2] if _SIBILANT(verb) else verb[:-1]
