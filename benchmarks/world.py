"""The invented world that generated claims are about: who and what exists, and how often each is mentioned.

Nothing is kept in memory: an entity is a kind and a number, and everything about it follows from these.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from graph.model.ontology import Ontology
from graph.model.records import Alias, EntityEntry, Naming, OccasionEntry, Quantity, SeriesEntry, When

SHARES = {
    "Person": 0.315, "Company": 0.08, "Organization": 0.04, "GovernmentBody": 0.03, "Embassy": 0.01,
    "Media": 0.02, "NGO": 0.02, "CriminalNetwork": 0.01, "InternationalBody": 0.005, "Police": 0.015,
    "Cohort": 0.16, "Collective": 0.04, "Compound": 0.05, "Facility": 0.02, "City": 0.04,
    "Province": 0.01, "Country": 0.005, "BorderCrossing": 0.002, "Region": 0.005, "Nationality": 0.003,
    "Event": 0.08, "Topic": 0.04,
}  # fmt: skip
"""The share of each kind among the entities."""
SPEAKERS = ("Person", "GovernmentBody", "Embassy", "NGO", "Police", "Organization", "InternationalBody")
LEAST, MOST = 200, 200_000
COHORTS_A_SERIES = 4
YEARS = 5
FIRST_DAY = datetime.date(2021, 1, 1)
DAYS = 1900
_HEAD = 4.0
_FLATNESS = {"Cohort": 20, "Event": 100}
_SYLLABLES = ("ba", "chen", "da", "fu", "gra", "hun", "ji", "ka", "lo", "men", "na", "pou", "ran", "sok",
              "thi", "vu", "wei", "xa", "yor", "ze")  # fmt: skip
_WORDS = 997  # prime: the pairs that `_pair` gives are all different


def word(number: int) -> str:
    """Return an invented word, different for each number below 8,000."""
    first, rest = divmod(number, 400)
    return (_SYLLABLES[rest // 20] + _SYLLABLES[rest % 20] + (_SYLLABLES[first - 1] if first else "")).title()


def _pair(number: int) -> tuple[int, int]:
    """Return two numbers below _WORDS, a different pair for each number below its square."""
    first = number % _WORDS
    return first, (number // _WORDS + 7 * first) % _WORDS


@dataclass(frozen=True, slots=True)
class World:
    """Everything that `claims` claims can be about; there are a fifth as many entities, 200 to 200,000."""

    claims: int
    ontology: Ontology
    sizes: dict[str, int] = field(init=False)
    _fitting: dict[tuple[str, ...], tuple[list[str], list[int]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        total = min(MOST, max(LEAST, self.claims // 5))
        sizes = {kind: max(3, round(total * share)) for kind, share in SHARES.items()}
        object.__setattr__(self, "sizes", sizes)

    @property
    def hub(self) -> str:
        """The entity that is in one claim in twenty."""
        return self.id("GovernmentBody", 0)

    @property
    def occasions(self) -> int:
        """The number of occasions."""
        return max(10, self.claims // 50)

    @property
    def measured(self) -> int:
        """The number of topics that have numbers, one series per year."""
        return max(3, self.sizes["Topic"] // 8)

    @property
    def hub_series(self) -> int:
        """The number of series that count something of the hub: each gets about a hundred claims."""
        return max(2, self.claims // 20_000)

    def id(self, kind: str, number: int) -> str:
        """Return the id of an entity."""
        return f"{self.ontology.kinds[kind].prefix}/{kind.lower()}-{number}"

    def rank(self, random: Random, kind: str) -> int:
        """Draw a number of a kind, low numbers more often (Zipf-Mandelbrot), never the hub's.

        Cohorts and events are spread more evenly: a count of one window is not reported thousands of times.
        """
        hidden = 1 if kind == "GovernmentBody" else 0
        size = self.sizes[kind] - hidden
        head = size / _FLATNESS[kind] if kind in _FLATNESS else _HEAD
        drawn = head * (1 + size / head) ** random.random() - head
        return min(size - 1, int(drawn)) + hidden

    def draw(self, random: Random, allowed: tuple[str, ...]) -> str:
        """Draw an entity of a kind that a domain, range or role allows; "" if it allows none."""
        if allowed not in self._fitting:
            kinds = [kind for kind in SHARES if self.ontology.is_allowed(kind, allowed)]
            self._fitting[allowed] = kinds, [self.sizes[kind] for kind in kinds]
        kinds, weights = self._fitting[allowed]
        if not kinds:
            return ""
        kind = random.choices(kinds, weights)[0]
        return self.id(kind, self.rank(random, kind))

    def speaker_of(self, occasion: int) -> str:
        """Return who speaks at an occasion."""
        kind = SPEAKERS[occasion % len(SPEAKERS)]
        return self.id(kind, 1 + occasion * 31 % (self.sizes[kind] - 1))

    def window(self, cohort: int) -> str:
        """Return the days within which a cohort was counted, as EDTF."""
        start = FIRST_DAY + datetime.timedelta(days=cohort * 37 % DAYS)
        return f"{start}/{start + datetime.timedelta(days=cohort % 9)}"

    def count_of(self, cohort: int, random: Random) -> Quantity:
        """Draw a cohort's number: mostly the same, sometimes rounded, sometimes a later number."""
        base, chance = 11 + cohort * 7919 % 4980, random.random()
        series = f"series/cohorts-{cohort // COHORTS_A_SERIES}"
        if chance < 0.7 or base < 100:
            return Quantity(value=base, unit="people", series=series)
        if chance < 0.9:
            return Quantity(value=base // 100 * 100, comparator=">", unit="people", series=series)
        return Quantity(value=base + random.randrange(1, 40), unit="people", series=series)

    def entities(self) -> Iterator[EntityEntry]:
        """Yield the registry's entities."""
        for kind, size in self.sizes.items():
            for number in range(size):
                yield self._entity(kind, number)

    def _entity(self, kind: str, number: int) -> EntityEntry:
        first, second = _pair(number)
        name = f"{word(first)} {word(second)}" + ("" if kind == "Person" else f" {kind}")
        aliases = []
        if number % 10 == 3 and kind in ("Person", "Company"):
            written = chr(0x4E00 + first) + chr(0x5200 + second) + ("" if kind == "Person" else "集团")
            aliases.append(Alias(name=written, source="gazetteer: invented", lang="zh"))
        if kind in ("Cohort", "Collective"):
            window = When(self.window(number)) if kind == "Cohort" else None
            naming: Naming = "unnamed" if kind == "Cohort" else "collective"
            return EntityEntry(id=self.id(kind, number), kind=kind, name=name, naming=naming, window=window)
        speaks_for = kind == "Person" and number % 20 == 5
        return EntityEntry(
            id=self.id(kind, number),
            kind=kind,
            name=name,
            aliases=tuple(aliases),
            principal=self.id("Embassy", number % self.sizes["Embassy"]) if speaks_for else "",
            within=self.id("Province", number % self.sizes["Province"]) if kind == "City" else "",
        )

    def occasion_entries(self) -> Iterator[OccasionEntry]:
        """Yield the registry's occasions."""
        for number in range(self.occasions):
            day = FIRST_DAY + datetime.timedelta(days=number * 17 % DAYS)
            name = f"Statement {number}"
            yield OccasionEntry(
                f"occasion/o{number}",
                name,
                [self.speaker_of(number)],
                channel="statement",
                when=When(str(day)),
            )

    def series_entries(self) -> Iterator[SeriesEntry]:
        """Yield the registry's series."""
        for number in range(-(-self.sizes["Cohort"] // COHORTS_A_SERIES)):
            yield SeriesEntry(f"series/cohorts-{number}", f"People counted {number}", "people")
        for number in range(self.measured * YEARS):
            yield SeriesEntry(f"series/measure-{number}", f"Amounts {number}", "USD")
        for number in range(self.hub_series):
            yield SeriesEntry(f"series/hub-{number}", f"Numbers of the hub {number}", "USD")
