"""The way to the mail server: one connection for many messages, and what its answers mean."""

import contextlib
import smtplib
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import formataddr, parseaddr
from enum import Enum, auto
from typing import Any, Protocol
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.utils import DNS_NAME

from accord.notices import rules
from accord.schools.models import School

TIMEOUT_SECONDS = 20.0  # For each answer of the server.
SERVICE_CLOSES = 421
_LONGEST_ANSWER = 300
_LOCAL = ("localhost", "127.0.0.1", "::1")

# Django would ask the resolver for this machine's name: that can take seconds, fail, or tell the world what it is called.
DNS_NAME._fqdn = urlsplit(settings.PUBLIC_URL).hostname  # type: ignore[attr-defined]


class Fate(Enum):
    """What became of a message at the server."""

    SENT = auto()
    REFUSED = auto()  # This address will never take it.
    PUT_OFF = auto()  # Perhaps later.
    DOWN = auto()  # The server takes nothing from us now, so there is no use in the next message either.


@dataclass(frozen=True)
class Outcome:
    fate: Fate
    answer: str = ""


class Letter(Protocol):
    """What a carrier must know of a message: a notice, or whatever else has its own outbox."""

    subject: str
    body: str
    address: str
    message_id: str


class Carrier(Protocol):
    """Something that takes messages."""

    def carry(self, notice: Letter, school: School) -> Outcome: ...


class Mailbox:
    """The demonstration's carrier: a message has arrived once it stands on the mailbox page."""

    def carry(self, notice: Letter, school: School) -> Outcome:
        return Outcome(Fate.SENT)


class Smtp:
    """A carrier that talks to a mail server. The connection is opened for the first message and kept."""

    def __init__(self, url: str) -> None:
        self._backend = EmailBackend(**options(url))

    def carry(self, notice: Letter, school: School) -> Outcome:
        """Hand one message over. Never raises for what a server or a network does."""
        try:
            self._backend.open()
        except (OSError, smtplib.SMTPException) as trouble:
            self.close()
            return Outcome(Fate.DOWN, _said(trouble))
        try:
            self._backend.send_messages([mail(notice, school)])
        except smtplib.SMTPRecipientsRefused as refusal:
            return self._judged(*next(iter(refusal.recipients.values())))
        except smtplib.SMTPDataError as refusal:
            return self._judged(refusal.smtp_code, refusal.smtp_error)
        except smtplib.SMTPSenderRefused as refusal:
            self.close()
            return Outcome(Fate.DOWN, _said(refusal))
        except (smtplib.SMTPException, OSError) as trouble:
            self.close()
            return Outcome(Fate.DOWN if _is_silence(trouble) else Fate.PUT_OFF, _said(trouble))
        except ValueError:  # An address that cannot be written in a mail's head.
            return Outcome(Fate.REFUSED, "This is not an address that mail can be sent to.")
        return Outcome(Fate.SENT)

    def _judged(self, code: int, answer: bytes | str) -> Outcome:
        text = _text(answer)
        said = f"{code} {text}".strip()[:_LONGEST_ANSWER]
        if code == SERVICE_CLOSES:
            self.close()
            return Outcome(Fate.DOWN, said)
        return Outcome(Fate.REFUSED if rules.is_final(code, text) else Fate.PUT_OFF, said)

    def close(self) -> None:
        with contextlib.suppress(smtplib.SMTPException, OSError):
            self._backend.close()


@contextlib.contextmanager
def carrier() -> Iterator[Carrier | None]:
    """The way that this installation sends by; None where no mail server is set."""
    if settings.EMAIL_URL:
        smtp = Smtp(settings.EMAIL_URL)
        try:
            yield smtp
        finally:
            smtp.close()
    else:
        yield Mailbox() if settings.DEMONSTRATION else None


def options(url: str) -> dict[str, Any]:
    """What a mail address setting says, as Django's backend takes it. Raises ImproperlyConfigured.

    smtp://user:password@host:587?tls=1 (STARTTLS) or smtps://user:password@host (TLS from the beginning).
    """
    parts = urlsplit(url)
    asked = parse_qs(parts.query)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or set(asked) - {"tls"}:
        raise ImproperlyConfigured("ACCORD_SMTP_URL is written smtp://user:password@host:587?tls=1 or smtps://…")
    encrypted = parts.scheme == "smtps"
    starts_tls = not encrypted and asked.get("tls") == ["1"]
    if parts.password and not (encrypted or starts_tls) and parts.hostname not in _LOCAL:
        raise ImproperlyConfigured("ACCORD_SMTP_URL would send its password unencrypted: add ?tls=1, or use smtps://.")
    return {
        "host": parts.hostname,
        "port": parts.port or (465 if encrypted else 587 if starts_tls else 25),
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_ssl": encrypted,
        "use_tls": starts_tls,
        "timeout": TIMEOUT_SECONDS,
    }


def mail(notice: Letter, school: School) -> EmailMessage:
    """The message as it leaves: plain text, from the school, with its own Message-ID."""
    name = " ".join(school.name.split())
    return EmailMessage(
        subject=notice.subject,
        body=notice.body,
        from_email=formataddr((name, parseaddr(settings.MAIL_FROM)[1])),
        to=[notice.address],
        reply_to=[school.email] if school.email else None,
        headers={
            "Message-ID": notice.message_id,
            "Auto-Submitted": "auto-generated",  # RFC 3834: no automatic reply, please.
            "X-Auto-Response-Suppress": "OOF, AutoReply",  # The same for Exchange, which does not read the former.
        },
    )


def message_id(notice_id: object) -> str:
    """The Message-ID that a notice keeps for good."""
    domain = parseaddr(settings.MAIL_FROM)[1].rpartition("@")[2] or "localhost"
    return f"<{notice_id}@{domain}>"


def _said(trouble: Exception) -> str:
    """What went wrong, for the office and its technician."""
    if isinstance(trouble, smtplib.SMTPResponseException):
        return f"{trouble.smtp_code} {_text(trouble.smtp_error)}"[:_LONGEST_ANSWER]
    if _is_silence(trouble):
        return "The mail server did not answer in time."
    if isinstance(trouble, smtplib.SMTPServerDisconnected):
        return "The mail server hung up."
    if isinstance(trouble, smtplib.SMTPException):
        return "The mail server does not do what the setting asks of it."
    return f"The mail server could not be reached ({type(trouble).__name__})."


def _is_silence(trouble: Exception) -> bool:
    return isinstance(trouble, TimeoutError) or isinstance(trouble.__context__, TimeoutError)


def _text(answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return " ".join(text.replace("\x00", "").split())
