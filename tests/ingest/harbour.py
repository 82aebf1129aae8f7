"""A small invented harbour: its text, registry and dossier, whole and sound, for tests to spoil.

None of it happened, and none of its sentences is in an article.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from ingest.check.runner import CheckReport, check_paths
from ingest.texts.text_store import Texts, find_texts

TEXT = """\
😀 BRUME — More than 1,200 sailors left the isle, the Port Office said on March 3, after it pledged a review.

“We were never paid,” said Ada Quill, a cook. Dozens waited at the ferry on Monday.
The Port Office did not answer. The Port Office arrested two pilots in 2030.
Subscribe for the harbour letter
"""

NAME = "Ada Quill"
"""The cook may be a victim."""

REGISTRY = """\
entities:
  - id: place/brume
    kind: Region
    name: Brume
    lat: 1.5
    lon: 2.5
    precision: middle of the isle
    source: 'gazetteer: none'
  - {id: government/brume, kind: GovernmentBody, name: Government of Brume, in_sentence: the isle government}
  - {id: government/port-office, kind: GovernmentBody, name: Port Office,
     in_sentence: the Port Office, principal: government/brume}
  - {id: person/p1f0c5e9a7b3d, kind: Person, name: Ada Quill, protected: true}
  - {id: cohort/sailors, kind: Cohort, name: sailors who left, plural: true, naming: collective}
  - {id: cohort/pilots, kind: Cohort, name: pilots arrested, plural: true, naming: collective}
  - {id: collective/waiting, kind: Collective, name: those at the ferry, naming: collective}
  - {id: event/exodus, kind: Event, name: the leaving of Brume}
  - {id: topic/review, kind: Topic, name: review of wages}
occasions:
  - {id: occasion/port-statement, name: statement of the port, speakers: [government/port-office]}
series:
  - {id: series/sailors-gone, name: sailors gone, unit: people}
"""

DOSSIER = """\
# A comment that stays.
document:
  id: document/brume-news-2031-03-04
  label: Sailors leave Brume
  text_sha256: {sha256}
  length: {length}
  published: {{edtf: 2031-03-04, known: stated}}
  protected_at: [[{at}, {behind}]]
coded:
  - {{by: first reading, on: 2031-03-05}}
claims:
  - key: left
    section: body
    says: The harbour authority counts over a thousand seamen who went away.
    subject: cohort/sailors
    predicate: LEFT
    verb: left
    object: place/brume
    count: {{value: 1200, comparator: ">", unit: people, series: series/sailors-gone}}
    when: {{edtf: 2031-03-03, known: 'inferred: the day of the statement'}}
    event: event/exodus
    by: [government/port-office]
    occasion: occasion/port-statement
    quote: "More than 1,200 sailors left the isle"
    also_quotes: ["the Port Office said on March 3"]
  - key: pledge
    section: body
    says: The harbour authority promised to look into it.
    subject: government/port-office
    predicate: PLEDGED
    verb: pledged
    object: topic/review
    modality: promised
    quote: it pledged a review
  - key: unpaid
    section: body
    says: A cook says that no wages came.
    subject: person/p1f0c5e9a7b3d
    predicate: DESCRIBED_AS
    verb: were never paid
    object: {{text: unpaid}}
    by: [person/p1f0c5e9a7b3d]
    modality: alleged
    quoted: full
    quote: “We were never paid,” said Ada Quill
  - key: queue
    section: body
    says: A number of people stood by the ferry.
    subject: collective/waiting
    predicate: LEFT
    object: place/brume
    count: {{words: dozens, unit: people}}
    when: {{edtf: 2031-03-03, known: 'inferred: carried'}}
    quote: Dozens waited at the ferry on Monday
  - key: silent
    section: body
    says: The harbour authority stayed silent.
    subject: government/port-office
    predicate: DESCRIBED_AS
    object: {{text: no answer}}
    quote: The Port Office«1» did not answer
  - key: pilots
    section: body
    says: Two pilots were taken into custody.
    subject: government/port-office
    predicate: ARRESTED
    verb: arrested
    object: cohort/pilots
    count: {{value: 2, unit: people}}
    when: {{edtf: "2030", known: stated}}
    quote: The Port Office arrested two pilots in 2030.
furniture:
  - {{what: newsletter, quote: Subscribe for the harbour letter}}
""".replace("The Port Office«1» did", "The Port Office did")


@dataclass
class Harbour:
    """The files, and shorthands for changing and checking them."""

    folder: Path

    @property
    def dossier(self) -> Path:
        return self.folder / "dossier.yaml"

    @property
    def registry(self) -> Path:
        return self.folder / "registry.yaml"

    @property
    def texts(self) -> Texts:
        return find_texts(self.folder / "texts")

    def change(self, path: Path, old: str, new: str) -> int:
        """Replace `old`, which must be there, by `new`; the line on which the change begins."""
        before = path.read_text("utf-8")
        assert old in before, f"{old!r} is not in {path.name}"
        path.write_text(before.replace(old, new, 1), "utf-8")
        return before[: before.index(old)].count("\n") + 1

    def write(self, name: str, content: str) -> Path:
        path = self.folder / name
        path.write_text(content, "utf-8")
        return path

    def check(self) -> CheckReport:
        paths = sorted(p for p in self.folder.iterdir() if p.is_file())
        return check_paths(paths, self.folder / "texts")


def build(folder: Path, name: str = NAME) -> Harbour:
    """Write a harbour whose cook is called `name`."""
    (folder / "texts").mkdir(parents=True)
    text = TEXT.replace(NAME, name)
    (folder / "texts" / "any name.txt").write_bytes(text.encode())
    harbour = Harbour(folder)
    harbour.write("registry.yaml", REGISTRY.replace(f"name: {NAME}", f"name: {json.dumps(name)}"))
    digest = hashlib.sha256(text.encode()).hexdigest()
    at = text.index(name)
    dossier = DOSSIER.format(sha256=digest, length=len(text), at=at, behind=at + len(name))
    quoted = f"“We were never paid,” said {NAME}"
    harbour.write("dossier.yaml", dossier.replace(quoted, json.dumps(quoted.replace(NAME, name))))
    return harbour
