"""Whatever is asked of the API, as it describes itself or against it, is answered without a server error."""

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from pipeline.web.api import router

schemathesis = pytest.importorskip("schemathesis", reason="needs schemathesis: pip install 'cancu[dev]'")
CHECKS = pytest.importorskip("schemathesis.specs.openapi.checks")
CALLS = [route.path for route in router.routes]  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def described(site: str) -> Any:
    """The API as its OpenAPI describes it, over the samples."""
    return schemathesis.openapi.from_url(f"{site}/api/openapi.json")


def test_every_call_is_described(described: Any) -> None:
    assert set(CALLS) == {found.ok().path for found in described.get_all_operations()}


@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode))
@pytest.mark.parametrize("path", CALLS)
def test_the_api_keeps_its_word(described: Any, path: str, mode: Any) -> None:
    call = described[path]["GET"]
    checks = [schemathesis.checks.not_a_server_error, CHECKS.status_code_conformance, CHECKS.content_type_conformance]
    if mode is schemathesis.GenerationMode.POSITIVE:
        checks.append(CHECKS.response_schema_conformance)
    elif not any(call.iter_parameters()):
        pytest.skip("takes nothing that could be wrong")

    @given(case=call.as_strategy(generation_mode=mode))
    @settings(
        max_examples=20, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate],
    )  # fmt: skip
    def ask(case: Any) -> None:
        case.call_and_validate(checks=checks)

    ask()
