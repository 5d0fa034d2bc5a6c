"""What of an address is logged."""

from types import SimpleNamespace
from uuid import UUID

import pytest

from accord.config.requests import address

PAGE = UUID("0198e8a4-0000-7000-8000-000000000001")


@pytest.mark.parametrize(
    ("route", "kwargs", "shown"),
    [
        pytest.param("", {}, "/", id="home"),
        pytest.param(
            "s/<slug:school>/people/<int:n>/", {"school": "hopewell", "n": 7}, "/s/hopewell/people/7/", id="number"
        ),
        pytest.param(
            "s/<slug:school>/<uuid:pk>/", {"school": "hopewell", "pk": PAGE}, f"/s/hopewell/{PAGE}/", id="uuid"
        ),
        pytest.param("link/<str:token>/", {"token": "s3cret"}, "/link/<token>/", id="secret"),
        pytest.param("find/<name>/", {"name": "Ada"}, "/find/<name>/", id="text"),
    ],
)
def test_numbers_stay_and_text_does_not(route, kwargs, shown):
    assert address(SimpleNamespace(route=route, kwargs=kwargs)) == shown


def test_an_address_that_leads_nowhere_is_not_repeated():
    assert address(None) == "unknown"
