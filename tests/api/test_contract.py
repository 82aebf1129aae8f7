"""The interface keeps to its own description: requests made from it, against a live server, never a 5xx."""

from __future__ import annotations

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.api.conftest import Live
from tests.machine import choose_amount

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::DeprecationWarning")]
EACH = choose_amount(10, 100)
"""Requests of each operation; in a campaign some thousands in all."""


def test_requests_made_from_the_description_get_what_it_promises(live: Live) -> None:
    schema = schemathesis.openapi.from_url(f"{live.url}/openapi.json")
    operations = [result.ok() for result in schema.get_all_operations()]
    assert len(operations) > 20
    requests = 0
    for operation in operations:

        @given(case=operation.as_strategy())
        @settings(
            max_examples=EACH,
            database=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        def keeps_its_word(case: schemathesis.Case) -> None:
            nonlocal requests
            requests += 1
            answer = case.call(base_url=live.url)
            case.validate_response(
                answer,
                checks=[
                    not_a_server_error,
                    status_code_conformance,
                    content_type_conformance,
                    response_schema_conformance,
                ],
            )

        keeps_its_word()
    assert requests >= 5 * len(operations)
