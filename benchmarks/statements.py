"""What the generated claims say: statements in the proportions of real dossiers, from the ontology."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

import msgspec

from benchmarks.world import DAYS, FIRST_DAY, SPEAKERS, YEARS, World
from graph.model.fact_types import FactType
from graph.model.ontology import Predicate
from graph.model.records import ClaimEntry, End, Modality, Quantity, When

HUB = 0.054  # of statements; claims about the document or about claims never name it: one claim in twenty
COUNTED, MEASURED, WORDED = 0.30, 0.075, 0.08  # the others connect two entities without a number
REPRINTED = 0.43  # of statements: 40 % of the claims
DENIED = 0.0535
KEPT = 4000  # statements that may still be reprinted

_CLASSES = {
    "LEGAL_ACTION": 14, "ACCUSATION": 8, "EXPLOITATION": 12, "EXIT": 8, "PRESENCE": 10, "COMMITMENT": 5,
    "COOPERATION": 6, "FINANCE": 3, "QUANTITY": 4, "EVIDENCE": 5, "CAUSAL_TEMPORAL": 2, "STATUS": 8,
    "LOCATION": 7, "ATTRIBUTE": 5, "SPEECH": 3,
}  # fmt: skip
_VERBS = ("said", "told", "were seen", "had left", "took", "went to", "is held", "came out", "ran", "named")
_HEDGES = ("suspected", "reportedly", "appear to", "may", "if confirmed")
_TITLES = (
    "chairman",
    "ambassador",
    "spokesman",
    "director general",
    "owner",
    "guard",
    "recruiter",
    "manager",
)
_MODALITIES: tuple[Modality, ...] = ("reported", "alleged", "estimated", "confirmed")

Fields = dict[str, Any]


@dataclass(slots=True)
class Statements:
    """Draws statements: claims without key, passage and wording, which each document adds."""

    world: World
    random: Random
    _kept: list[ClaimEntry] = field(default_factory=list)
    _pools: dict[str, tuple[list[Predicate], list[float]]] = field(default_factory=dict)

    def next(self) -> ClaimEntry:
        """Draw a statement: in four of ten claims, one that was printed before, with speaker and numbers."""
        random, chance = self.random, self.random.random()
        if self._kept and chance < REPRINTED:
            return random.choice(self._kept)
        if self._kept and random.random() < DENIED:
            fresh = self._denial(random.choice(self._kept))
        else:
            fresh = self._fresh()
        if len(self._kept) < KEPT:
            self._kept.append(fresh)
        else:
            self._kept[random.randrange(KEPT)] = fresh
        return fresh

    def speaker(self) -> str:
        """Draw a speaker."""
        return self.world.draw(self.random, SPEAKERS)

    def _denial(self, said: ClaimEntry) -> ClaimEntry:
        if said.modality in ("predicted", "promised"):
            return msgspec.structs.replace(said, polarity="deny")
        modality: Modality = "denied" if self.random.random() < 0.5 else said.modality
        return msgspec.structs.replace(
            said, polarity="deny", modality=modality, by=[self.speaker()], occasion="", hedge=""
        )

    def _fresh(self) -> ClaimEntry:
        chance, hub = self.random.random(), self.random.random() < HUB
        if chance < COUNTED:
            fields = self._counted(hub)
        elif chance < COUNTED + MEASURED:
            fields = self._measured(hub)
        elif chance < COUNTED + MEASURED + WORDED and not hub:
            fields = self._worded()
        else:
            fields = self._plain(hub)
        return ClaimEntry(key="", section="body", says="", **{**self._circumstances(fields), **fields})

    def _predicates(self, name: str, *, domain: Sequence[str] = (), range_: Sequence[str] = ()) -> Predicate:
        """Draw a predicate that accepts these kinds, mostly the first of a class; `name` names the pool."""
        if name not in self._pools:
            onto, found, weights = self.world.ontology, [], []
            seen: dict[str, int] = {}
            for predicate in onto.predicates.values():
                fits = (not domain or any(onto.is_allowed(k, predicate.domain) for k in domain)) and (
                    not range_ or any(onto.is_allowed(k, predicate.range) for k in range_)
                )
                if fits and predicate.predicate_class in _CLASSES:
                    place = seen[predicate.predicate_class] = seen.get(predicate.predicate_class, 0) + 1
                    found.append(predicate)
                    weights.append(_CLASSES[predicate.predicate_class] / place)
            self._pools[name] = found, weights
        found, weights = self._pools[name]
        return self.random.choices(found, weights)[0]

    def _counted(self, hub: bool) -> Fields:
        """Draw a statement in which a cohort does something, or something is done to it."""
        world, random = self.world, self.random
        number = world.rank(random, "Cohort")
        cohort = world.id("Cohort", number)
        fields: Fields = {"count": world.count_of(number, random)}
        if random.random() < 0.6:
            fields["when"] = When(world.window(number))
        if hub:
            predicate = self._predicates("hub counts", domain=("GovernmentBody",), range_=("Cohort",))
            return {**fields, "subject": world.hub, "object": cohort, **self._named(predicate)}
        if random.random() < 0.5:
            predicate = self._predicates("done to cohorts", range_=("Cohort",))
            agent = world.draw(random, predicate.domain)
            ends: Fields = {"subject": agent, "object": cohort}
            if predicate.agentless and random.random() < 0.3:
                ends = {"subject": cohort, "unstated": ["agent"]}
            return {**fields, **ends, **self._named(predicate)}
        predicate = self._predicates("cohorts do", domain=("Cohort",), range_=("Place", "Compound", "Topic"))
        return {**fields, "subject": cohort, **self._object(predicate), **self._named(predicate)}

    def _measured(self, hub: bool) -> Fields:
        """Draw a value: amounts of a topic in a year, or of the hub."""
        world, random = self.world, self.random
        if hub:
            series, base = f"series/hub-{random.randrange(world.hub_series)}", 500
            subject = world.hub
        else:
            topic, year = random.randrange(world.measured), random.randrange(YEARS)
            number = topic * YEARS + year
            series, subject, base = (
                f"series/measure-{number}",
                world.id("Topic", topic),
                40 + number * 131 % 900,
            )
        predicate = self._predicates(
            "hub values" if hub else "values",
            domain=("GovernmentBody",) if hub else ("Topic",),
            range_=("Value",),
        )
        amount = Quantity(value=base * 1000 + random.randrange(30) * 100, currency="USD", series=series)
        return {"subject": subject, "amount": amount, **self._named(predicate)}

    def _worded(self) -> Fields:
        world, random = self.world, self.random
        if random.random() < 0.5:
            person = world.id("Person", world.rank(random, "Person"))
            return {
                "subject": person,
                "predicate": "HOLDS_POSITION",
                "object": End(title=random.choice(_TITLES)),
            }
        actor = world.draw(random, ("Actor", "Compound"))
        text = f"{random.choice(_HEDGES)} {random.choice(_TITLES)}"
        return {"subject": actor, "predicate": "DESCRIBED_AS", "object": End(text=text)}

    def _plain(self, hub: bool) -> Fields:
        world, random = self.world, self.random
        if hub and random.random() < 0.3:
            predicate = self._predicates("to the hub", range_=("GovernmentBody",))
            return {"subject": self._end(predicate.domain), "object": world.hub, **self._named(predicate)}
        if hub:
            predicate = self._predicates("by the hub", domain=("GovernmentBody",), range_=("Person", "Topic"))
            return {"subject": world.hub, **self._object(predicate), **self._named(predicate)}
        predicate = self._predicates(
            "plain", range_=("Person", "Company", "Compound", "Place", "Topic", "Event")
        )
        return {
            "subject": self._end(predicate.domain), **self._object(predicate), **self._named(predicate)
        }  # fmt: skip

    def _end(self, allowed: tuple[str, ...]) -> str:
        return self.world.draw(self.random, allowed) or self.world.draw(self.random, ("Topic",))

    def _object(self, predicate: Predicate) -> Fields:
        if predicate.object == "optional" and self.random.random() < 0.05:
            return {}
        return {"object": self._end(predicate.range)}

    def _named(self, predicate: Predicate) -> Fields:
        """Return the predicate with its roles, sometimes as something promised or predicted."""
        random, fields = self.random, Fields(predicate=predicate.name)
        if not predicate.is_commitment and random.random() < 0.04:
            fields["predicate"] = FactType(predicate.name, promised=True).name
            fields["modality"] = random.choice(("predicted", "promised"))
        roles = {}
        if predicate.roles and random.random() < 0.2:
            role, allowed = random.choice(list(predicate.roles.items()))
            held = self.world.draw(random, allowed)
            roles = {role: held} if held else {}
        return {**fields, "roles": roles}

    def _circumstances(self, stated: Fields) -> Fields:
        """Return who says it and where, when and how; `stated` are the fields already set."""
        world, random = self.world, self.random
        fields = self._speakers()
        if random.random() < 0.6:
            fields["verb"] = random.choice(_VERBS)
        if random.random() < 0.12:
            fields["hedge"] = random.choice(_HEDGES)
        if random.random() < 0.1:
            fields["quoted"] = "full" if random.random() < 0.5 else "partial"
        if random.random() < 0.15:
            fields["place"] = world.draw(random, ("City", "Province", "Country"))
        if random.random() < 0.107:
            fields["event"] = world.id("Event", world.rank(random, "Event"))
        if "when" not in stated and random.random() < 0.3:
            day = FIRST_DAY + datetime.timedelta(days=random.randrange(DAYS))
            fields["when"] = When(str(day), "stated" if random.random() < 0.7 else "inferred: carried")
        fields["modality"] = random.choices(_MODALITIES, (76, 12, 7, 5))[0]
        return fields

    def _speakers(self) -> Fields:
        random = self.random
        if random.random() < 0.107:
            number = random.randrange(self.world.occasions)
            return {"occasion": f"occasion/o{number}", "by": [self.world.speaker_of(number)]}
        if random.random() > 0.61:
            return {}
        by = [self.speaker()]
        if random.random() < 0.05:
            by = [by[0] + "?"]
        elif random.random() < 0.1:
            by.append(self.world.id("Media", self.world.rank(random, "Media")))
        return {"by": by}
