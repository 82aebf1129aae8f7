"""Check one dossier's claims against its document, the catalogue and one another."""

from __future__ import annotations

from itertools import product

import msgspec

from graph.model.catalogue import Catalogue
from graph.model.errors import Problem
from graph.model.fact_types import FactType
from graph.model.ontology import Predicate
from graph.model.records import NUMBER_FIELDS, ClaimEntry, End, Span
from ingest.check.claim_references import find_circles, find_claim_references
from ingest.check.numbers import find_number_faults
from ingest.check.sentences import find_says_faults
from ingest.check.spans import MAX_SPAN, find_span_faults
from ingest.files.findings import Findings, describe_unknown_id, find_kind_fault, find_time_faults
from ingest.files.source_location import LocatedDossier
from ingest.files.validation import find_nearest_name
from ingest.texts.copied_words import ArticleWords

PLACES = ("Place", "Compound", "Facility", "Organization", "Collective")
SPEAKERS = ("Actor", "Document", "Topic")
_FIELDS = frozenset(field.name for field in msgspec.structs.fields(ClaimEntry))
_SILENCES = ("agent", "speaker", "place", "when", "object", "reason")
_encode = msgspec.msgpack.Encoder().encode


def check_claims(
    located: LocatedDossier, catalogue: Catalogue, text: str | None, *, sealed: bool
) -> Findings:
    """Check the claims of a dossier; return everything wrong with them.

    With `text`, the document's own, each span is compared with its digest. With `sealed`, a claim that
    still has its quote is a problem; without, it is only not compared.
    """
    check = _ClaimChecker(located, catalogue, text, sealed)
    for index, entry in enumerate(located.dossier.claims):
        check.check_claim(index, entry)
    check.check_circles()
    return check.findings


class _ClaimChecker:
    """The state of checking the claims of one dossier."""

    def __init__(self, located: LocatedDossier, catalogue: Catalogue, text: str | None, sealed: bool) -> None:
        self.located, self.catalogue, self.text, self.sealed = located, catalogue, text, sealed
        self.vocabulary, self.fits = catalogue.ontology.vocabulary, catalogue.ontology.is_allowed
        self.kinds = catalogue.kinds
        self.length = located.dossier.document.length
        self.findings = Findings()
        self.place: dict[str, int] = {}
        self.claims = {entry.key: entry for entry in located.dossier.claims}
        self.article = ArticleWords(text) if text is not None else None
        self.content: dict[bytes, str] = {}
        self.answers: dict[str, list[str]] = {}

    def report(self, index: int, path: str, what: str, right: str = "", *, notice: bool = False) -> None:
        key = self.located.dossier.claims[index].key
        line = self.located.find_line(f"claims[{index}].{path}" if path else f"claims[{index}]")
        where = f"{key} {path}" if path else key
        findings = self.findings.notices if notice else self.findings.problems
        findings.append(Problem(self.located.file, line, where, what, right))

    def check_claim(self, index: int, entry: ClaimEntry) -> None:
        self._check_key(index, entry)
        self._check_spans(index, entry)
        predicate = self.vocabulary.get(entry.predicate)
        if predicate is None:
            nearest = self.catalogue.ontology.find_nearest_predicate(entry.predicate)
            right = f"did you mean `{nearest}`?" if nearest else "docs/ontology.md lists them"
            self.report(index, "predicate", f"unknown predicate `{entry.predicate}`", right)
            self._check_end_ids(index, entry)
        else:
            self._check_ends(index, entry, predicate)
            self._check_roles(index, entry, predicate)
            self._check_silences(index, entry, predicate)
        self._check_references(index, entry)
        for field in NUMBER_FIELDS:
            quantity = getattr(entry, field)
            if quantity is not None:
                for path, what, right in find_number_faults(field, quantity, self.catalogue, entry.predicate):
                    self.report(index, path, what, right)
        if entry.when is not None:
            for path, what, right in find_time_faults(entry.when):
                self.report(index, f"when.{path}", what, right)
        self._check_modality(index, entry, predicate)
        self._check_says(index, entry, predicate)
        self._check_answers(index, entry)
        self._check_duplicate(index, entry)

    def _check_key(self, index: int, entry: ClaimEntry) -> None:
        if not entry.key.strip():
            self.report(index, "key", "the key is empty", "write a short label of its own")
        first = self.place.setdefault(entry.key, index)
        if first != index:
            line = self.located.find_line(f"claims[{first}]")
            self.report(index, "key", f"the key `{entry.key}` is taken by line {line}", "one key a claim")

    def _check_spans(self, index: int, entry: ClaimEntry) -> None:
        if entry.quote or entry.also_quotes:
            if self.sealed:
                self.report(index, "quote", "the quote is not sealed", "run `scamgraph seal` on the file")
        elif entry.at is None:
            self.report(index, "at", "the claim names no passage", "quote: the words, then `scamgraph seal`")
        if entry.at is not None:
            span = entry.at
            if span.end - span.start > MAX_SPAN and not entry.why:
                what = f"the passage has {span.end - span.start} characters"
                self.report(index, "at", what, f"at most {MAX_SPAN}, or say in `why` what needs them all")
            self._check_span(index, "at", span)
        for number, span in enumerate(entry.also):
            self._check_span(index, f"also[{number}]", span)

    def _check_span(self, index: int, path: str, span: Span) -> None:
        for what, right in find_span_faults(span, self.length, self.text):
            self.report(index, path, what, right)

    def _check_end_ids(self, index: int, entry: ClaimEntry) -> None:
        """Check that the ids at the ends exist; their kinds cannot be checked without a predicate."""
        for side in ("subject", "object"):
            ends = getattr(entry, side)
            for end in ends if isinstance(ends, list) else [ends]:
                if isinstance(end, str) and end not in self.kinds:
                    self.report(index, side, *describe_unknown_id(end, "entity", self.kinds))

    def _check_ends(self, index: int, entry: ClaimEntry, predicate: Predicate) -> None:
        # Where the agent is only a role (who let people LEAVE), leaving it unstated changes neither end.
        lacks_agent = "agent" in entry.unstated and "agent" not in predicate.roles
        if lacks_agent and not predicate.agentless:
            what = f"`{predicate.name}` is not used without an agent"
            self.report(index, "unstated", what, "name the agent as subject, or take another predicate")
        agentless = lacks_agent and predicate.agentless
        subjects = entry.subject if isinstance(entry.subject, list) else [entry.subject]
        if not subjects:
            self.report(index, "subject", "the list of subjects is empty", "name a subject")
        for end in subjects:
            self._check_end(
                index, "subject", end, predicate.range if agentless else predicate.domain, predicate
            )
        if entry.object is None:
            if not (agentless or predicate.object == "optional" or _has_value(entry, predicate)):
                what = f"`{predicate.name}` needs an object"
                self.report(index, "", what, f"object: {' or '.join(predicate.range)}")
            return
        objects = entry.object if isinstance(entry.object, list) else [entry.object]
        if not objects:
            self.report(index, "object", "the list of objects is empty", "leave the key out")
        allowed = predicate.range
        if agentless:
            allowed += tuple(kind for kinds in predicate.roles.values() for kind in kinds)
        for end in objects:
            self._check_end(index, "object", end, allowed, predicate)

    def _check_end(
        self, index: int, side: str, end: str | End, allowed: tuple[str, ...], predicate: Predicate
    ) -> None:
        if isinstance(end, str):
            kind = self.kinds.get(end)
            if kind is None:
                self.report(index, side, *describe_unknown_id(end, "entity", self.kinds))
                return
            description = f"`{end}` is a {kind}"
        else:
            forms = [form for form in ("claim", "text", "title") if getattr(end, form)]
            if len(forms) != 1:
                what = f"{'several' if forms else 'none'} of claim, text, title given"
                self.report(index, side, what, "exactly one of them")
                return
            kind = {"claim": "Claim", "text": "Value", "title": "Title"}[forms[0]]
            if kind == "Title" and "Value" in allowed:
                return
            description = f"found a {forms[0]}"
        if kind not in allowed and not self.fits(kind, allowed):
            self.report(index, side, description, f"{predicate.name} takes as {side}: {', '.join(allowed)}")

    def _check_roles(self, index: int, entry: ClaimEntry, predicate: Predicate) -> None:
        for role, ids in entry.roles.items():
            allowed = predicate.roles.get(role)
            if allowed is None:
                nearest = find_nearest_name(role, predicate.roles)
                roles = f"known: {', '.join(predicate.roles)}" if predicate.roles else "it has none"
                right = f"did you mean `{nearest}`?" if nearest else roles
                self.report(index, f"roles.{role}", f"`{predicate.name}` has no role `{role}`", right)
                continue
            for id_ in [ids] if isinstance(ids, str) else ids:
                if fault := find_kind_fault(id_, allowed, f"role `{role}`", self.catalogue):
                    self.report(index, f"roles.{role}", *fault)

    def _check_silences(self, index: int, entry: ClaimEntry, predicate: Predicate) -> None:
        silences = {*_SILENCES, *predicate.ends, *predicate.roles}
        for silence in entry.unstated:
            if silence not in silences:
                what = f"`{silence}` is nothing that `{predicate.name}` could leave unstated"
                self.report(index, "unstated", what, f"one of: {', '.join(sorted(silences))}")
        for name, why in entry.inferred.items():
            if name not in _FIELDS:
                nearest = find_nearest_name(name, _FIELDS)
                right = f"did you mean `{nearest}`?" if nearest else "a key of the claim"
                self.report(index, f"inferred.{name}", f"`{name}` is no key of a claim", right)
            elif not why.strip():
                self.report(
                    index, f"inferred.{name}", "the inference gives no reason", "say why it is read so"
                )

    def _check_references(self, index: int, entry: ClaimEntry) -> None:
        if entry.place and (fault := find_kind_fault(entry.place, PLACES, "place", self.catalogue)):
            self.report(index, "place", *fault)
        if entry.event and (fault := find_kind_fault(entry.event, ("Event",), "event", self.catalogue)):
            self.report(index, "event", *fault)
        for number, speaker in enumerate(entry.by):
            fault = find_kind_fault(speaker.removesuffix("?"), SPEAKERS, "speaker", self.catalogue)
            if fault:
                self.report(index, f"by[{number}]", *fault)
        if entry.occasion:
            if entry.occasion in self.catalogue.occasions:
                self._check_occasion(index, entry)
            else:
                self.report(
                    index,
                    "occasion",
                    *describe_unknown_id(entry.occasion, "occasion", self.catalogue.occasions),
                )

    def _check_occasion(self, index: int, entry: ClaimEntry) -> None:
        principal_of = self.catalogue.find_principal
        speakers = self.catalogue.occasions[entry.occasion].speakers
        speaker = entry.by[0].removesuffix("?") if entry.by else ""
        if not speaker or principal_of(speaker) not in {principal_of(id_) for id_ in speakers}:
            voice = f"`{speaker}`" if speaker else "the document's own voice"
            what = f"{voice} does not speak at `{entry.occasion}`"
            self.report(index, "occasion", what, f"there: {', '.join(speakers)}", notice=True)

    def _check_modality(self, index: int, entry: ClaimEntry, predicate: Predicate | None) -> None:
        if entry.modality == "denied" and entry.polarity != "deny":
            self.report(index, "modality", "`denied` without `polarity: deny`", "polarity: deny")
        elif entry.modality in ("predicted", "promised") and predicate and not predicate.is_commitment:
            what = f"`{entry.modality}` on `{predicate.name}`, an act reported as done"
            promised = FactType(predicate.name, promised=True).name
            self.report(index, "predicate", what, f"{promised}, or a predicate of class COMMITMENT")

    def _check_says(self, index: int, entry: ClaimEntry, predicate: Predicate | None) -> None:
        for fault in find_says_faults(entry, predicate, self.catalogue, self.claims):
            self.report(index, "says", fault.what, fault.right, notice=fault.notice)
        if self.article is not None and (run := self.article.find_run(entry.says)):
            self.report(index, "says", f"`{run}` is the article's own wording", "words of our own")

    def _check_answers(self, index: int, entry: ClaimEntry) -> None:
        """Check that all claims this one refers to exist; store them for `check_circles`."""
        targets = list(find_claim_references(entry))
        right = "give the key of a claim of this dossier"
        for path, key in targets:
            if key not in self.claims:
                nearest = find_nearest_name(key, self.claims)
                self.report(
                    index, path, f"unknown claim `{key}`", f"did you mean `{nearest}`?" if nearest else right
                )
        if targets:
            self.answers.setdefault(entry.key, []).extend(key for _, key in targets)

    def _check_duplicate(self, index: int, entry: ClaimEntry) -> None:
        span = entry.at
        if span is None:
            return
        when = entry.when.edtf if entry.when else ""
        other_fields = (
            entry.predicate, entry.count, entry.amount, entry.share, entry.duration, when, entry.place,
            sorted(entry.roles.items()) if entry.roles else 0, entry.occasion, entry.unstated, entry.by,
            entry.modality, entry.polarity, entry.event,
        )  # fmt: skip
        ends: list[tuple[object, object]] = [(entry.subject, entry.object)]
        if isinstance(entry.subject, list) or isinstance(entry.object, list):
            ends = list(product(_to_list(entry.subject), _to_list(entry.object)))
        for subject, obj in ends:
            try:
                content = _encode((span.start, span.end, subject, obj, other_fields))
            except OverflowError:
                return  # a number beyond 64 bits, reported where it is checked
            first = self.content.setdefault(content, entry.key)
            if first != entry.key or (len(ends) > 1 and ends.count((subject, obj)) > 1):
                self.report(index, "", f"says the same as the claim `{first}`", "leave one of them out")
                return

    def check_circles(self) -> None:
        """Report claims that refer to one another in a circle, each circle once."""
        for circle in find_circles(self.answers):
            what = f"claims answer one another in a circle: {' -> '.join(circle)}"
            self.report(
                self.place[circle[0]], "", what, "a claim may only refer to claims that do without it"
            )


def _has_value(entry: ClaimEntry, predicate: Predicate) -> bool:
    """Return whether numbers or a time are given where the predicate takes a value."""
    numbers = entry.count or entry.amount or entry.share or entry.duration
    return "Value" in predicate.range and (numbers is not None or entry.when is not None)


def _to_list(end: object) -> list[object]:
    return end if isinstance(end, list) else [end]
