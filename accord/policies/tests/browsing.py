"""How the tests of the pages go about the house: who is there, what an address is, and what a person reads."""

import re
from typing import Any

from django.test import Client

ROLES = ("headteacher", "business-manager", "clerk", "governor", "staff")


def text_of(response: Any) -> str:
    """What a person reads: the page without its tags."""
    main = response.content.decode().partition("<main")[2]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def page(browser: Client, address: str, status: int = 200) -> str:
    response = browser.get(address)
    assert response.status_code == status, text_of(response)[:500]
    return text_of(response)
