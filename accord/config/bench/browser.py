"""A browser as far as a server can tell: one cookie, one connection that is kept, forms that are sent."""

import http.client
import uuid
from dataclasses import dataclass
from urllib.parse import urlencode

from accord.config.bench.stage import PASSED

PATIENCE = 30.0


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    location: str
    body: bytes


class Browser:
    """Raises OSError or HTTPException where no answer comes; the next request connects anew."""

    def __init__(self, port: int, session: str = "") -> None:
        self._connection = http.client.HTTPConnection("localhost", port, timeout=PATIENCE)
        cookie = f"accord_csrf={PASSED}" + (f"; accord_session={session}" if session else "")
        self._headers = {"Cookie": cookie, "User-Agent": "Accord's bench"}

    def connect(self) -> None:
        """Connect beforehand, where only the answer is to be timed."""
        self._connection.connect()

    def get(self, path: str) -> Answer:
        return self._send("GET", path, None, self._headers)

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        headers = self._headers | {"Content-Type": "application/x-www-form-urlencoded"}
        return self._send("POST", path, urlencode(fields), headers)

    def send_file(self, path: str, field: str, content: bytes, fields: dict[str, str]) -> Answer:
        """A form with one file in it."""
        mark = uuid.uuid4().hex
        parts = [f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}' for name, value in fields.items()]
        named = f'Content-Disposition: form-data; name="{field}"; filename="file.pdf"\r\n\r\n'
        body = b"".join(f"--{mark}\r\n{part}\r\n".encode() for part in parts)
        body += f"--{mark}\r\n{named}".encode() + content + f"\r\n--{mark}--\r\n".encode()
        return self._send("POST", path, body, self._headers | {"Content-Type": f"multipart/form-data; boundary={mark}"})

    def _send(self, method: str, path: str, body: str | bytes | None, headers: dict[str, str]) -> Answer:
        try:
            self._connection.request(method, path, body, headers)
            answer = self._connection.getresponse()
            return Answer(answer.status, answer.headers.get("Location", ""), answer.read())
        except BaseException:
            self._connection.close()
            raise

    def close(self) -> None:
        self._connection.close()
