import json
import logging
import subprocess
import sys

import pytest

from accord.config.logs import Facts, Short


def record(
    name: str = "accord.test", message: str = "mail.failed", *args: object, **extra: object
) -> logging.LogRecord:
    made = logging.LogRecord(name, logging.ERROR, __file__, 1, message, args, extra.pop("exc_info", None))  # type: ignore[arg-type]
    for key, value in extra.items():
        setattr(made, key, value)
    return made


def caught() -> object:
    try:
        raise ValueError("Key (email)=(ada@school.example) already exists.")
    except ValueError:
        return sys.exc_info()


@pytest.mark.parametrize("style", [Facts(), Short("web")], ids=["file", "terminal"])
def test_a_line_keeps_named_facts_and_nothing_about_people(style):
    about = {"path": "/s/hopewell/", "email": "ada@school.example", "exc_info": caught()}
    line = style.format(record("accord.mail", "Sent to %s", "ada@school.example", **about))
    assert "Sent to …" in line
    assert "/s/hopewell/" in line
    assert "ValueError" in line
    assert "test_logs.py" in line
    assert "ada@" not in line


def test_djangos_own_line_is_its_status_without_the_address():
    line = json.loads(Facts().format(record("django.request", "%s: %s", "Not Found", "/link/secret/", status_code=500)))
    assert line["message"] == "Internal Server Error"
    assert "secret" not in json.dumps(line)
    assert line["level"] == "error"
    assert line["at"].endswith("+00:00")


def test_files_by_process_and_only_trouble_on_the_terminal(tmp_path):
    script = f"""
import logging, logging.config
from pathlib import Path
from accord.config.logs import logging_config
logging.config.dictConfig(logging_config(Path({str(tmp_path)!r})))
logging.getLogger("accord.request").info("request", extra={{"path": "/", "status": 200}})
logging.getLogger("accord.worker").warning("job.late", extra={{"job": 7}})
logging.getLogger("elsewhere").info("chatter")
"""
    environment = {"ACCORD_PROCESS": "worker", "PYTHONPATH": ":".join(sys.path)}
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)
    assert done.stderr == "worker: job.late (job 7)\n"
    lines = [json.loads(line) for line in (tmp_path / "log" / "worker.log").read_text().splitlines()]
    assert [(line["message"], line.get("path"), line.get("job")) for line in lines] == [
        ("request", "/", None),
        ("job.late", None, 7),
    ]
    assert (tmp_path / "log").stat().st_mode & 0o777 == 0o700
