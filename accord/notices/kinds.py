"""Kinds of notice. A slice whose messages can become untrue while they wait says what they should say when they leave."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from accord.kernel.registry import Registry
from accord.notices.models import Notice


@dataclass(frozen=True)
class Words:
    """What a message says."""

    subject: str
    body: str


# Given notices that are about to leave: what each says now, or None for one that is no longer wanted. Those that it
# leaves out stay as they are. A fixed number of queries.
Renew = Callable[[Sequence[Notice], datetime], Mapping[uuid.UUID, Words | None]]


@dataclass(frozen=True)
class NoticeKind:
    """A kind by its code, its name in lists, and how its messages are kept true.

    What messages of a kind say may be read by those who see to the post, unless it `is_secret`: a link with which
    somebody signs in is for one pair of eyes. So is every kind that nobody has registered.
    """

    code: str
    name: str
    renew: Renew | None = None
    is_secret: bool = False


notice_kinds: Registry[NoticeKind] = Registry("notice kinds")


def kind_name(code: str) -> str:
    """What people call the kind; a code that nobody registered is shown in its own words."""
    named = next((kind.name for kind in notice_kinds if kind.code == code), "")
    return named or code.replace(".", " ").replace("-", " ").capitalize()


def is_secret(code: str) -> bool:
    """Whether only the person who gets it may read a message of this kind."""
    return not any(kind.code == code and not kind.is_secret for kind in notice_kinds)
