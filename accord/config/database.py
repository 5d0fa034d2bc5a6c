"""Which database a process uses, and as whom.

`DATABASE_URL` names one that the operator runs; without it there is the private one of this home. The settings read
`ACCORD_DATABASE_URL` only, which is set here: whoever serves never holds the owner's password.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from accord.config.database_cluster import SUPERUSER
from accord.config.home import CannotStart
from accord.config.private_database import APP, OWNER, url

FOR_SETTINGS = "ACCORD_DATABASE_URL"
GIVEN = ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_ADMIN_URL")


@dataclass(frozen=True, repr=False)
class Addresses:
    """The database as its three users: `app` serves, `owner` migrates, `admin` is a superuser and prepares."""

    app: str
    owner: str | None
    admin: str | None
    is_private: bool

    def environment(self, address: str | None = None) -> dict[str, str]:
        """The environment for a process that may know one of them: `app`, unless told otherwise."""
        kept = {name: value for name, value in os.environ.items() if name not in GIVEN}
        return kept | {FOR_SETTINGS: address or self.app}


def addresses(home: Path) -> Addresses:
    """The addresses that apply, whether or not anything runs there."""
    app = os.environ.get("DATABASE_URL")
    if not app:
        return Addresses(url(home, APP), url(home, OWNER), url(home, SUPERUSER, "postgres"), is_private=True)
    if is_demonstration():
        raise CannotStart(
            "DATABASE_URL names a real database, and the demonstration signs anybody in. Nothing was started. "
            "Unset DATABASE_URL for the demonstration, or start the real one with “accord run” and without ACCORD_DEMO."
        )
    owner, admin = os.environ.get("DATABASE_OWNER_URL"), os.environ.get("DATABASE_ADMIN_URL")
    return Addresses(app, owner or None, admin or None, is_private=False)


def is_demonstration() -> bool:
    return os.environ.get("ACCORD_DEMO") == "1"
