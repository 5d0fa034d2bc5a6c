"""People who sign, over HTTP, each on a device of their own, and do not give up when no answer comes."""

import http.client
import random
import re
import threading
import time
import uuid
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from accord.config.bench.browser import Browser
from accord.config.bench.stage import Signer, Stage

DONE = re.compile(r"/sign/done/([0-9a-f-]{36})/$")
GIVES_UP = 60.0
NO_ANSWER = (OSError, http.client.HTTPException)


@dataclass
class Crowd:
    """Signs for a stage. `signed` is what was acknowledged: the declaration of each person. `wrong` must stay empty."""

    stage: Stage
    port: int
    signed: dict[str, str] = field(default_factory=dict)
    wrong: list[tuple[str, int, str]] = field(default_factory=list)
    retried: int = 0
    once: dict[str, uuid.UUID] = field(default_factory=dict)

    def sign(self, signer: Signer, once: uuid.UUID | None = None) -> str:
        """Send the declaration until an answer comes; the declaration's id, or nothing if it was refused."""
        once = once or self.once.setdefault(signer.person, uuid.uuid4())
        answer = self._until_answered(signer, *self.stage.declaration(signer, once))
        done = DONE.search(answer.location) if answer and answer.status == 302 else None
        if done is None:
            told = (answer.status, answer.location or answer.body.decode()[:2000]) if answer else (0, "gave up")
            self.wrong.append((signer.name, *told))
            return ""
        self.signed.setdefault(signer.person, done[1])
        return done[1]

    def ask_for_receipt(self, signer: Signer) -> None:
        """As the button on the page does."""
        address, fields = f"/s/{self.stage.slug}/my-record/{self.signed[signer.person]}/receipt/", self.stage.token
        answer = self._until_answered(signer, address, fields)
        if answer is None or answer.status != 302:
            self.wrong.append((signer.name, answer.status if answer else 0, "receipt"))

    def _until_answered(self, signer: Signer, address: str, fields: dict[str, str]) -> Any:
        browser = Browser(self.port, signer.session)
        give_up_at = time.monotonic() + GIVES_UP
        try:
            while time.monotonic() < give_up_at:
                try:
                    answer = browser.post(address, fields)
                    if answer.status != 503:
                        return answer
                except NO_ANSWER:
                    pass
                self.retried += 1
                time.sleep(0.1)
            return None
        finally:
            browser.close()

    def at_once(self, signers: Iterable[Signer], threads: int, each: Callable[[Signer], object] | None = None) -> None:
        """All of them sign, `threads` at a time."""
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(each or self.sign, signers))


def in_background(crowd: Crowd, threads: int, seed: int) -> list[threading.Thread]:
    """Start `threads` people at a time; they look at the page for a moment, and every fourth wants a receipt."""
    waiting = iter(list(enumerate(crowd.stage.signers)))
    lock, draw = threading.Lock(), random.Random(seed)

    def work() -> None:
        while True:
            with lock:
                number, signer = next(waiting, (0, None))
                pause = draw.uniform(0.1, 0.5)
            if signer is None:
                return
            time.sleep(pause)
            if crowd.sign(signer) and number % 4 == 0:
                crowd.ask_for_receipt(signer)

    started = [threading.Thread(target=work, daemon=True) for _ in range(threads)]
    for thread in started:
        thread.start()
    return started
