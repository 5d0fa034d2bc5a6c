"""Nobody leads us inside: private addresses, redirects, ports, endless answers. A real server, and no network."""

import http.client
import ipaddress
import threading
import time
from collections.abc import Iterator
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from accord.withdrawals import fetching, jobs
from accord.withdrawals.fetching import Answer, Fetcher, NotAllowed, is_public
from accord.withdrawals.models import Place

CONTENT = b"The policy of 2018"


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        where = {
            "/round": "/round",
            "/once": "/policy.pdf",
            "/inside": "http://10.0.0.1/",
            "/meta": "http://169.254.169.254/latest/",
            "/file": "file:///etc/passwd",
            "/port": "http://127.0.0.1:22/",
        }
        if self.path in where:
            self.send_response(302)
            self.send_header("Location", where[self.path])
            self.end_headers()
            return
        status = {"/gone": 410, "/nothing": 404, "/door": 401}.get(self.path, 200)
        self.send_response(status)
        self.end_headers()
        if self.path == "/policy.pdf":
            self.wfile.write(CONTENT)
        for _ in range({"/endless": 200, "/drip": 40}.get(self.path, 0)):
            try:
                self.wfile.write(b"x" * (65_536 if self.path == "/endless" else 1))
                time.sleep(0 if self.path == "/endless" else 0.1)
            except OSError:
                return

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


HERE = Fetcher(allows=lambda address: str(address) == "127.0.0.1", checks_port=False)


@pytest.mark.parametrize(
    "address",
    [
        *(
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
        ),
        *("255.255.255.255", "240.0.0.1", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1", "fc00::1", "ff02::1"),
        *("::ffff:10.0.0.1", "::ffff:8.8.8.8", "2002:a00:1::", "64:ff9b::a00:1", "2001:db8::1", "2001::1"),
    ],
)
def test_no_address_inside_is_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "212.58.244.22", "2606:4700:4700::1111", "2a00:1450::1"])
def test_addresses_of_the_open_internet_are(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        *("http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://2130706433/", "http://0x7f.1/"),
        *("ftp://example.org/", "file:///etc/passwd", "http:///x", "gopher://127.0.0.1/", "javascript:alert(1)"),
        *(
            "http://user@example.org/",
            "http://user:pw@example.org/",
            "http://example.org:22/",
            "https://example.org:80/",
        ),
        *("http://example.org:99999/", "http://[::ffff:127.0.0.1]/"),
    ],
)
def test_we_do_not_go_there(url: str) -> None:
    with pytest.raises((NotAllowed, OSError)):
        Fetcher().look(url)


@pytest.mark.parametrize("path", ["/round", "/inside", "/meta", "/file"])
def test_no_redirect_leads_us_there(base: str, path: str) -> None:
    with pytest.raises(NotAllowed):
        HERE.look(f"{base}{path}")


def test_a_redirect_to_another_port_is_not_followed(base: str) -> None:
    port = int(base.rpartition(":")[2])
    strict = Fetcher(allows=HERE.allows)
    with pytest.raises(NotAllowed, match="unusual port"):
        strict.look(f"http://127.0.0.1:{port}/")


def test_what_stands_there_is_told_apart(base: str) -> None:
    digest = sha256(CONTENT).hexdigest()
    assert HERE.look(f"{base}/once") == Answer(200, digest)
    assert jobs.verdict(HERE.look(f"{base}/policy.pdf"), digest)[0] == Place.Seen.SAME
    assert jobs.verdict(HERE.look(f"{base}/policy.pdf"), "")[0] == Place.Seen.ANSWERS
    assert jobs.verdict(HERE.look(f"{base}/other"), digest)[0] == Place.Seen.ANSWERS
    assert jobs.verdict(HERE.look(f"{base}/gone"), digest)[0] == Place.Seen.GONE
    assert jobs.verdict(HERE.look(f"{base}/nothing"), digest)[0] == Place.Seen.GONE
    assert jobs.verdict(HERE.look(f"{base}/door"), digest)[0] == Place.Seen.UNKNOWN


def test_an_answer_without_end_is_cut_off(base: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert HERE.look(f"{base}/endless") == Answer(200, "")
    monkeypatch.setattr(fetching, "SECONDS", 0.5)
    began = time.monotonic()
    with pytest.raises((TimeoutError, http.client.HTTPException)):
        HERE.look(f"{base}/drip")
    assert time.monotonic() - began < 3


def test_a_private_address_is_told_and_proves_nothing() -> None:
    seen, said = jobs.judged("http://127.0.0.1/policy.pdf", "")
    assert seen == Place.Seen.UNKNOWN
    assert "open internet" in said
