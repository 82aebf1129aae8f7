"""A part of the graph as linked data: PROV-O and Web Annotation in JSON-LD, and FollowTheMoney."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from graph.model.claims import Claim
from reports.content.wording import Wording
from reports.part.closure import Closure, sort_claims

_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
BASE = "urn:scamgraph:"
CONTEXT: dict[str, Any] = {
    "oa": "http://www.w3.org/ns/oa#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "sg": "urn:scamgraph:terms:",
    "id": "@id",
    "type": "@type",
    "label": "rdfs:label",
    "body": {"@id": "oa:hasBody", "@type": "@id"},
    "target": "oa:hasTarget",
    "source": {"@id": "oa:hasSource", "@type": "@id"},
    "selector": "oa:hasSelector",
    "start": {"@id": "oa:start", "@type": "xsd:nonNegativeInteger"},
    "end": {"@id": "oa:end", "@type": "xsd:nonNegativeInteger"},
    "value": "rdf:value",
    "said_by": {"@id": "prov:wasAttributedTo", "@type": "@id"},
    "from": {"@id": "prov:wasQuotedFrom", "@type": "@id"},
    "reprints": {"@id": "prov:alternateOf", "@type": "@id"},
    "subject": {"@id": "sg:subject", "@type": "@id"},
    "object": {"@id": "sg:object", "@type": "@id"},
    "fact": {"@id": "sg:fact", "@type": "@id"},
    "origin": {"@id": "sg:origin", "@type": "@id"},
    **{
        name: f"sg:{name}"
        for name in (
            "predicate",
            "modality",
            "polarity",
            "hedge",
            "standing",
            "sha256",
            "chain",
            "when",
            "kind",
        )
    },
}
SCHEMATA: Mapping[str, str] = {
    "Person": "Person",
    "Company": "Company",
    "Organization": "Organization",
    "GovernmentBody": "PublicBody",
    "Embassy": "PublicBody",
    "Police": "PublicBody",
    "InternationalBody": "Organization",
    "Media": "Organization",
    "NGO": "Organization",
    "CriminalNetwork": "Organization",
    "Event": "Event",
    "Document": "Article",
    "Compound": "Address",
    "Facility": "Address",
    "Country": "Address",
    "Province": "Address",
    "City": "Address",
    "BorderCrossing": "Address",
    "Region": "Address",
}
"""FollowTheMoney's schema for each kind; kinds that are not here are left out."""


def build_json_ld(part: Closure) -> bytes:
    """Return claims as annotations of passages, attributed to their speakers."""
    wording = Wording(part)
    graph: list[dict[str, Any]] = []
    for id_, dossier in sorted(part.dossiers.items()):
        document = dossier.document
        graph.append(
            {"id": BASE + id_, "type": "prov:Entity", "label": document.label, "sha256": document.text_sha256}
        )
    for id_, entity in sorted(part.entities.items()):
        agent = "Actor" in part.context.ontology.list_labels(entity.kind)
        types = ["prov:Agent"] if agent else ["prov:Entity"]
        graph.append({"id": BASE + id_, "type": types, "label": entity.name, "kind": entity.kind})
    for _, lineage in sorted(part.lineage.items()):
        if lineage.judgement == "reprint":
            graph.append({"id": BASE + lineage.entry.a, "reprints": [BASE + lineage.entry.b]})
    graph += [_build_annotation(part, wording, claim) for claim in sort_claims(part.claims.values())]
    return _encode_json({"@context": CONTEXT, "@graph": graph})


def _build_annotation(part: Closure, wording: Wording, claim: Claim) -> dict[str, Any]:
    canonical = part.context.canonical
    members: dict[str, Any] = {
        "id": BASE + claim.id,
        "type": ["oa:Annotation", "prov:Entity"],
        "body": {"id": f"{BASE}{claim.id}:says", "type": "oa:TextualBody", "value": claim.says},
        "target": {
            "id": f"{BASE}{claim.id}:passage",
            "type": "oa:SpecificResource",
            "source": BASE + claim.document,
            "selector": {
                "id": f"{BASE}{claim.id}:span",
                "type": "oa:TextPositionSelector",
                "start": str(claim.start),
                "end": str(claim.end),
                "sha256": claim.sha256,
            },
        },
        "from": BASE + claim.document,
        "said_by": [BASE + canonical(by.rstrip("?")) for by in claim.by],
        "chain": " < ".join(wording.list_chain(claim)),
        "subject": BASE + canonical(claim.subject),
        "object": BASE + canonical(claim.object) if claim.object else None,
        "predicate": claim.predicate,
        "modality": claim.modality,
        "polarity": claim.polarity,
        "hedge": claim.hedge or None,
        "standing": claim.standing,
        "when": claim.when_edtf or None,
        "origin": BASE + claim.origin,
        "fact": BASE + claim.fact if claim.fact else None,
    }
    return {name: value for name, value in members.items() if value not in (None, [])}


def build_follow_the_money(part: Closure) -> bytes:
    """Return entities and asserted facts, one FollowTheMoney entity per line.

    What FollowTheMoney cannot express is left out.
    """
    lines = [msgspec.json.encode(entity) + b"\n" for entity in _list_ftm_entities(part)]
    return b"".join(lines)


def _list_ftm_entities(part: Closure) -> Iterator[dict[str, Any]]:
    canonical = part.context.canonical
    entity_ids: set[str] = set()
    for id_, entity in sorted(part.entities.items()):
        schema = SCHEMATA.get(entity.kind)
        if schema and canonical(id_) == id_:
            entity_ids.add(id_)
            main = "full" if schema == "Address" else "name"
            aliases = sorted({alias.name for alias in entity.aliases} - {entity.name})
            properties = {main: [entity.name], **({"alias": aliases} if aliases and main == "name" else {})}
            yield {"id": _format_ftm_id(id_), "schema": schema, "properties": properties}
    for id_, dossier in sorted(part.dossiers.items()):
        document = dossier.document
        day = document.published.edtf if document.published else ""
        published = {"publishedAt": [day]} if _DAY.fullmatch(day) else {}
        properties = {"title": [document.label], **published}
        yield {"id": _format_ftm_id(id_), "schema": "Article", "properties": properties}
    for fact in sorted(part.facts):
        claims = part.facts[fact]
        relationship = part.relationships[fact]
        if (
            relationship.properties["asserted"]
            and relationship.start in entity_ids
            and relationship.end in entity_ids
        ):
            yield _build_ftm_link(part, fact, claims, (relationship.start, relationship.end))


def _build_ftm_link(part: Closure, fact: str, claims: list[Claim], ends: tuple[str, str]) -> dict[str, Any]:
    wording = Wording(part)
    properties = {
        "subject": [_format_ftm_id(ends[0])],
        "object": [_format_ftm_id(ends[1])],
        "role": [part.context.ontology.find_predicate(claims[0].predicate).says],
        "summary": [wording.format_sentence(claims)],
        "proof": sorted({_format_ftm_id(claim.document) for claim in claims if claim.affirms}),
    }
    return {"id": _format_ftm_id(fact), "schema": "UnknownLink", "properties": properties}


def _format_ftm_id(id_: str) -> str:
    return f"sg-{id_.replace('/', '-')}"


def _encode_json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
