"""Where everything lies that Accord writes, and the secrets that it made for itself."""

import base64
import json
import os
import secrets as random
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

PROJECT = Path(__file__).resolve().parents[2]
RUNNING = "run.lock"  # Held by whoever serves this home; its address stands in it.
DEFAULT_PORT = 8000


class CannotStart(Exception):
    """Something outside the program is not as it must be. The message says what, and what to do."""


@dataclass(frozen=True, repr=False)
class Secrets:
    """What only this installation knows. The root key is 32 bytes; passwords belong to the private database."""

    secret_key: str
    root_key: bytes
    superuser_password: str
    owner_password: str
    app_password: str


def locate() -> Path:
    """The folder `ACCORD_HOME`, or `var` in the project; without a project, `var` where Accord was started."""
    named = os.environ.get("ACCORD_HOME")
    if named:
        return Path(named).expanduser().resolve()
    return (PROJECT if (PROJECT / "pyproject.toml").exists() else Path.cwd()) / "var"


def opened(home: Path | None = None) -> Path:
    """The home folder, made for us alone if it was not there."""
    home = home or locate()
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise CannotStart(f"The folder {home} cannot be made: {error.strerror}.") from error
    if not os.access(home, os.R_OK | os.W_OK | os.X_OK):
        raise CannotStart(f"The folder {home} belongs to another user. Start as that user, or set ACCORD_HOME.")
    return home


def port() -> str:
    """Where Accord is served on this machine: `PORT`, else where the running one said, else 8000.

    A link that `accord account invite` prints must lead there also where `PORT` was given to `accord run` alone.
    """
    if named := os.environ.get("PORT"):
        return named
    try:
        served = urlsplit((locate() / RUNNING).read_text(encoding="ascii")).port
    except (OSError, ValueError):
        served = None
    return str(served or DEFAULT_PORT)


def secrets(home: Path | None = None) -> Secrets:
    """The secrets of this home, made on the first call. Processes that call at the same moment get the same ones."""
    path = opened(home) / "secrets.json"
    try:
        text = path.read_text(encoding="ascii")
    except FileNotFoundError:
        _make(path)
        text = path.read_text(encoding="ascii")
    return _parse(path, text)


def _make(path: Path) -> None:
    """Write whole, then link into place: the link fails if another process was first, and nobody reads half a file."""
    content = {
        "secret_key": random.token_urlsafe(48),
        "root_key": base64.b64encode(random.token_bytes(32)).decode("ascii"),
        "database": {role: random.token_urlsafe(24) for role in ("superuser", "owner", "app")},
    }
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".secrets-")  # mkstemp gives 0600.
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            json.dump(content, file, indent=2)
            file.flush()
            os.fsync(file.fileno())
        os.link(name, path)
    except FileExistsError:
        pass  # Another process made them.
    finally:
        os.unlink(name)


def _parse(path: Path, text: str) -> Secrets:
    try:
        content = json.loads(text)
        passwords = content["database"]
        return Secrets(
            secret_key=content["secret_key"],
            root_key=base64.b64decode(content["root_key"], validate=True),
            superuser_password=passwords["superuser"],
            owner_password=passwords["owner"],
            app_password=passwords["app"],
        )
    except (ValueError, KeyError, TypeError) as error:
        raise CannotStart(f"{path} is damaged. Put it back from a backup: what is sealed needs it.") from error
