"""Looks whether something still stands at a public web address, without being led anywhere inside.

Whoever types an address could point us at a machine that only we can reach. So: http and https on their own ports only,
every address that the name has must be public, we connect to the very one that was checked, each redirect is checked in
the same way, and size and time have limits.
"""

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import SplitResult, urljoin, urlsplit

SECONDS = 15.0
LARGEST = 5 * 2**20
MOST_REDIRECTS = 5
_PORTS = {"http": 80, "https": 443}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class NotAllowed(Exception):
    """We do not go there; the text says why."""


@dataclass(frozen=True)
class Answer:
    """What came back: the status, and the SHA-256 of the whole content where it was read."""

    status: int
    sha256: str = ""


def is_public(address: Address) -> bool:
    """Whether an address is one of the open internet: no machine of ours, no neighbour, no cloud's own."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inner is not None or address in _NAT64:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


@dataclass(frozen=True)
class Fetcher:
    """How we look. A test lets it reach a server of its own; nothing else may."""

    allows: Callable[[Address], bool] = is_public
    checks_port: bool = True

    def look(self, url: str) -> Answer:
        """The answer at `url`. Raises NotAllowed, OSError or HTTPException."""
        until = time.monotonic() + SECONDS
        for _ in range(MOST_REDIRECTS + 1):
            parts = self._checked(url)
            answer, onward = self._ask(parts, until)
            if not onward:
                return answer
            url = urljoin(url, onward)
        raise NotAllowed("It leads from one address to the next without an end.")

    def _checked(self, url: str) -> SplitResult:
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError as problem:
            raise NotAllowed("This is not a web address.") from problem
        if parts.scheme not in _PORTS or not parts.hostname:
            raise NotAllowed("This is not a web address.")
        if parts.username is not None or parts.password is not None:
            raise NotAllowed("The address carries a name or password.")
        if self.checks_port and port not in (None, _PORTS[parts.scheme]):
            raise NotAllowed("The address has an unusual port.")
        return parts

    def _ask(self, parts: SplitResult, until: float) -> tuple[Answer, str]:
        host, port = str(parts.hostname), parts.port or _PORTS[parts.scheme]
        sock = _connected(self._resolved(host, port), port, until)
        try:
            if parts.scheme == "https":
                sock = ssl.create_default_context().wrap_socket(sock, server_hostname=host)
            connection = http.client.HTTPConnection(host, port)
            connection.sock = sock
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            connection.request("GET", path, headers={"User-Agent": "Accord", "Accept": "*/*", "Connection": "close"})
            with connection.getresponse() as answer:
                if answer.status in (301, 302, 303, 307, 308):
                    return Answer(answer.status), answer.headers.get("Location", "")
                return Answer(answer.status, _digest(answer, until) if answer.status == 200 else ""), ""
        finally:
            sock.close()

    def _resolved(self, host: str, port: int) -> str:
        """One address of the host, given that all of them are public."""
        found = {each[4][0] for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
        if not found or not all(self.allows(ipaddress.ip_address(str(one).partition("%")[0])) for one in found):
            raise NotAllowed("The address is not one of the open internet.")
        return str(sorted(found, key=lambda one: ":" in str(one))[0])


def _connected(address: str, port: int, until: float) -> socket.socket:
    sock = socket.create_connection((address, port), timeout=max(0.1, min(5.0, until - time.monotonic())))
    sock.settimeout(5.0)
    return sock


def _digest(answer: http.client.HTTPResponse, until: float) -> str:
    """The SHA-256 of the content; empty for more than we read. A server that drips is left."""
    found, size = sha256(), 0
    while part := answer.read1(65_536):
        found.update(part)
        size += len(part)
        if time.monotonic() > until:
            raise TimeoutError
        if size > LARGEST:
            return ""
    return found.hexdigest()


def told(trouble: BaseException) -> str:
    """What went wrong, in a sentence."""
    if isinstance(trouble, NotAllowed):
        return str(trouble)
    if isinstance(trouble, TimeoutError):
        return "It did not answer in time."
    if isinstance(trouble, ssl.SSLError):
        return "Its certificate is not in order."
    if isinstance(trouble, socket.gaierror):
        return "There is no such host."
    return "It could not be reached."
