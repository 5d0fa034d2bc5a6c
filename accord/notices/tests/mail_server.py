"""A real mail server for the tests, which can be stopped, and which misbehaves when asked to."""

import asyncio
import socket
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller


@dataclass
class Manners:
    """What the server does that it should not."""

    refuses: dict[str, str] = field(default_factory=dict)  # Address to the answer that it gets.
    sender_answer: str = ""
    data_answer: str = ""
    seconds: float = 0.0  # That it takes for each message.
    hangs_up_after: int = 0  # So many messages are taken and not acknowledged.


class MailServer:
    """Stopped to begin with. `arrived` is what it took, whether it said so or not."""

    def __init__(self) -> None:
        self.port = _free_port()
        self.manners = Manners()
        self.arrived: list[EmailMessage] = []
        self.acknowledged = 0
        self.greeted_as = ""
        self._controller: Controller | None = None

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def start(self) -> None:
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def stop(self) -> None:
        if self._controller:
            self._controller.stop()
            self._controller = None

    @property
    def message_ids(self) -> list[str]:
        return [str(mail["Message-ID"]) for mail in self.arrived]

    # What aiosmtpd calls

    async def handle_EHLO(self, server: Any, session: Any, envelope: Any, host: str, answers: list[str]) -> list[str]:
        session.host_name = self.greeted_as = host
        return answers

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        if self.manners.sender_answer:
            return self.manners.sender_answer
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        if address in self.manners.refuses:
            return self.manners.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        await asyncio.sleep(self.manners.seconds)
        if self.manners.data_answer:
            return self.manners.data_answer
        self.arrived.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        if self.manners.hangs_up_after > 0:
            self.manners.hangs_up_after -= 1
            server.transport.abort()
        else:
            self.acknowledged += 1
        return "250 OK"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
