import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from accord.config import private_database


@pytest.fixture
def place() -> Iterator[Path]:
    """A short, empty folder that is closed to everybody else, as a clone in root's own folder would be."""
    folder = Path(tempfile.mkdtemp(prefix="acc-", dir="/tmp"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def home(place: Path) -> Iterator[Path]:
    """A home whose database, if a test started one, is stopped afterwards."""
    folder = place / "var"
    yield folder
    if (folder / "database" / "data").exists():
        private_database.ensure_running(folder).stop()


@pytest.fixture(scope="session")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[private_database.Server]:
    """One private database for the tests that only want a server."""
    server = private_database.ensure_running(tmp_path_factory.mktemp("home"))
    yield server
    server.stop()
