"""Logs that say what happened and where, and nothing about people.

A line is a fixed sentence and a few named facts. Values woven into a sentence are left out, whoever wrote it, and so
is the text of an exception: both can hold what people typed. What is worth keeping is passed in `extra` under a name
that stands in FACTS.
"""

import logging
import os
import re
import traceback
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any

from pythonjsonlogger.json import JsonFormatter

FACTS = ("method", "path", "status", "ms", "school", "task", "job", "attempt", "count", "code")
PLACEHOLDER = re.compile(r"%(\(\w+\))?[-\d.]*[a-z]")
PHRASES: dict[object, str] = {status.value: status.phrase for status in HTTPStatus}


def logging_config(home: Path) -> dict[str, Any]:
    """The `LOGGING` setting: JSON lines in `log/<process>.log`, and what went wrong also on the terminal."""
    folder = home / "log"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    process = os.environ.get("ACCORD_PROCESS", "command")
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "facts": {"()": Facts},
            "short": {"()": Short, "process": process},
        },
        "handlers": {
            # Several processes append to one file, and the supervisor may move it away.
            "file": {
                "class": "logging.handlers.WatchedFileHandler",
                "filename": str(folder / f"{process}.log"),
                "encoding": "utf-8",
                "delay": True,
                "formatter": "facts",
            },
            "terminal": {"class": "logging.StreamHandler", "level": "WARNING", "formatter": "short"},
        },
        "root": {"handlers": ["file", "terminal"], "level": "WARNING"},
        "loggers": {
            "accord": {"level": "INFO"},
            "django": {"level": "WARNING", "handlers": [], "propagate": True},
            "django.request": {"level": "ERROR"},  # What was not found is in our own line for the request.
        },
    }


class Facts(JsonFormatter):
    """One JSON object for a line."""

    def __init__(self) -> None:
        super().__init__(json_ensure_ascii=False)

    def add_fields(self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]) -> None:
        log_data["at"] = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        log_data["level"] = record.levelname.lower()
        log_data["logger"] = record.name
        log_data["message"] = _sentence(record)
        log_data.update(_facts(record))


class Short(logging.Formatter):
    """One short line for people."""

    def __init__(self, process: str) -> None:
        super().__init__()
        self.process = process

    def format(self, record: logging.LogRecord) -> str:
        facts = _facts(record)
        where = facts.pop("where", [])
        named = [f"{name} {value}" for name, value in facts.items()]
        if where:
            named.append(f"at {where[-1]}")
        return f"{self.process}: {_sentence(record)}" + (f" ({', '.join(named)})" if named else "")


def _sentence(record: logging.LogRecord) -> str:
    status = getattr(record, "status_code", None)  # Django's own lines name the address in the sentence.
    return PHRASES.get(status) or PLACEHOLDER.sub("…", str(record.msg))


def _facts(record: logging.LogRecord) -> dict[str, Any]:
    found = {name: getattr(record, name) for name in FACTS if hasattr(record, name)}
    if record.exc_info and record.exc_info[0]:
        found["error"] = record.exc_info[0].__name__
        found["where"] = [_place(frame) for frame in traceback.extract_tb(record.exc_info[2])]
    return found


def _place(frame: traceback.FrameSummary) -> str:
    path = frame.filename
    for root in ("/site-packages/", "/accord/"):
        if root in path:
            path = path.rsplit(root, 1)[1] if root == "/site-packages/" else "accord/" + path.rsplit(root, 1)[1]
            break
    return f"{path}:{frame.lineno} {frame.name}"
