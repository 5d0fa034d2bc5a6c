"""The mail server's address, as it is written in the setting."""

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from accord.notices import post


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example.org", {"host": "mail.example.org", "port": 25, "use_tls": False, "use_ssl": False}),
        ("smtp://mail.example.org?tls=1", {"port": 587, "use_tls": True, "use_ssl": False}),
        ("smtp://mail.example.org:2525?tls=1", {"port": 2525, "use_tls": True}),
        ("smtps://mail.example.org", {"port": 465, "use_tls": False, "use_ssl": True}),
        ("smtps://us%40er:p%2Fw@mail.example.org", {"username": "us@er", "password": "p/w"}),
        ("smtp://user:secret@localhost", {"username": "user", "password": "secret", "use_tls": False}),
    ],
)
def test_a_good_setting_is_understood(url: str, expected: dict[str, Any]) -> None:
    assert expected.items() <= post.options(url).items()


@pytest.mark.parametrize(
    "url",
    [
        "mail.example.org",
        "http://mail.example.org",
        "smtp://",
        pytest.param("smtp://mail.example.org?ssl=1", id="a word that we do not know"),
        pytest.param("smtp://user:secret@mail.example.org", id="a password in the clear"),
        pytest.param("smtp://user:secret@mail.example.org?tls=0", id="encryption refused"),
    ],
)
def test_a_bad_setting_stops_the_start(url: str) -> None:
    with pytest.raises(ImproperlyConfigured):
        post.options(url)
