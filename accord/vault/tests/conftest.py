from datetime import date

import pytest

from accord.folders.actions import open_folder
from accord.folders.kinds import FolderKind, folder_kinds
from accord.folders.models import Folder
from accord.kernel import clock

MATTER = FolderKind("vault-test", "Matter", "the test ends", 1, "it is a test", "none", date(2026, 11, 22))


@pytest.fixture(autouse=True)
def vault(settings, tmp_path):
    settings.VAULT = tmp_path / "vault"
    return settings.VAULT


@pytest.fixture
def folder(here) -> Folder:
    return make_folder()


def make_folder() -> Folder:
    folder_kinds.register(MATTER)
    return open_folder(kind_code=MATTER.code, title="A matter", now=clock.now())
