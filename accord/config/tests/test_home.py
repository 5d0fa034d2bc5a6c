import json
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from accord.config import home

ASK = """
import sys
from pathlib import Path
from accord.config import home
print(home.secrets(Path(sys.argv[1])).secret_key)
"""


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_home_and_secrets_are_for_us_alone(tmp_path):
    place = tmp_path / "deep" / "var"
    made = home.secrets(place)
    assert mode(place) == 0o700
    assert mode(place / "secrets.json") == 0o600
    assert len(made.root_key) == 32
    assert len({made.secret_key, made.superuser_password, made.owner_password, made.app_password}) == 4
    assert home.secrets(place) == made
    assert [path.name for path in place.iterdir()] == ["secrets.json"]


def test_each_home_has_its_own_secrets(tmp_path):
    assert home.secrets(tmp_path / "one") != home.secrets(tmp_path / "two")


def test_four_processes_at_once_get_the_same_secrets(tmp_path):
    started = [
        subprocess.Popen([sys.executable, "-c", ASK, str(tmp_path)], stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    answers = {process.communicate(timeout=30)[0] for process in started}
    assert len(answers) == 1
    assert answers != {""}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("{", id="cut"),
        pytest.param(json.dumps({"secret_key": "x"}), id="missing"),
        pytest.param(json.dumps({"secret_key": "x", "root_key": "??", "database": {}}), id="not a key"),
    ],
)
def test_damaged_secrets_are_refused_and_not_replaced(tmp_path, text):
    path = tmp_path / "secrets.json"
    path.write_text(text)
    with pytest.raises(home.CannotStart, match="backup"):
        home.secrets(tmp_path)
    assert path.read_text() == text


def test_home_follows_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("ACCORD_HOME", str(tmp_path / "elsewhere"))
    assert home.locate() == tmp_path / "elsewhere"
    monkeypatch.delenv("ACCORD_HOME")
    assert home.locate() == home.PROJECT / "var"


def test_a_home_that_cannot_be_made_is_explained(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(home.CannotStart, match="cannot be made"):
        home.opened(tmp_path / "file" / "var")


@pytest.mark.parametrize(
    ("named", "running", "port"),
    [
        pytest.param("", None, "8000", id="nobody serves"),
        pytest.param("", "http://localhost:8123", "8123", id="where the running one said"),
        pytest.param("", "http://192.0.2.7:8123", "8123", id="on another address of this machine"),
        pytest.param("", "", "8000", id="it has ended in order"),
        pytest.param("", "http://localhost:x", "8000", id="a damaged file"),
        pytest.param("9001", "http://localhost:8123", "9001", id="PORT comes first"),
    ],
)
def test_the_port_is_the_one_that_is_served(tmp_path, monkeypatch, named, running, port):
    monkeypatch.setenv("ACCORD_HOME", str(tmp_path))
    monkeypatch.setenv("PORT", named)
    if running is not None:
        (tmp_path / home.RUNNING).write_text(running, encoding="ascii")
    assert home.port() == port
