"""Claims as CSV: a row each, nothing a spreadsheet would compute, no name that is withheld."""

from __future__ import annotations

import csv
import io

import msgspec

from graph.store.store import Store
from queries.export.claims import export_claims
from queries.export.claims_csv import COLUMNS, iter_csv
from queries.export.csv_table import BOM


def test_every_claim_is_a_row_and_no_cell_is_computed(articles: Store) -> None:
    claims = list(export_claims(articles))
    written = b"".join(iter_csv(claims))
    assert written.decode().startswith(BOM)
    rows = list(csv.DictReader(io.StringIO(written.decode("utf-8-sig"))))
    assert [row["id"] for row in rows] == [claim.id for claim in claims]
    assert tuple(rows[0]) == COLUMNS
    withheld = [row["subject"] for row in rows if row["subject_id"] == "person/p7403d6da82a5"]
    assert withheld and not any(withheld)
    evil = msgspec.structs.replace(claims[0], says='=HYPERLINK("x")', hedge="@now")
    (row,) = csv.DictReader(io.StringIO(b"".join(iter_csv([evil])).decode("utf-8-sig")))
    assert (row["says"], row["hedge"]) == ('\'=HYPERLINK("x")', "'@now")


def test_without_claims_there_is_the_head_alone() -> None:
    assert b"".join(iter_csv([])) == f"{BOM}{','.join(COLUMNS)}\n".encode()
