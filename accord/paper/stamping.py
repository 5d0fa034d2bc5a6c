"""Asking a timestamp authority (RFC 3161), and what a seal needs to be checked in later years. Heavy, like `pades`."""

import http.client
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

from asn1crypto import tsp  # type: ignore[import-untyped]
from asn1crypto.crl import CertificateList  # type: ignore[import-untyped]
from asn1crypto.x509 import Certificate  # type: ignore[import-untyped]
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_signer import DSSContentSettings, SigDSSPlacementPreference
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathBuildingError, PathValidationError
from pyhanko_certvalidator.fetchers.aiohttp_fetchers import AIOHttpFetcherBackend

from accord.paper.seal import Stamping

SECONDS = 5.0  # For the whole of one answer.
LARGEST_ANSWER = 64 * 1024
ROOM_FOR_TOKEN = 12 * 1024  # Bytes: a token with the authority's chain has 4 to 7 thousand.
# What an authority, a network or its certificates can do to us.
TROUBLES = (OSError, http.client.HTTPException, SigningError, PathBuildingError, PathValidationError, ValueError)


class Asking(TimeStamper):
    """Asks an authority over HTTP and waits no longer than we can."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        return tsp.TimeStampResp.load(_posted(self._url, req.dump()), strict=True)


def _posted(url: str, question: bytes) -> bytes:
    """The authority's answer. Raises OSError or HTTPException; a server that drips is cut off as well."""
    until = time.monotonic() + SECONDS
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.netloc, timeout=SECONDS)
    try:
        headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", path, question, headers)
        with connection.getresponse() as answer:
            if answer.status != 200:
                raise OSError(f"it answered with status {answer.status}")
            return _read(answer, until)
    finally:
        connection.close()


def _read(answer: http.client.HTTPResponse, until: float) -> bytes:
    content = b""
    while part := answer.read1(LARGEST_ANSWER):
        content += part
        if time.monotonic() > until or len(content) > LARGEST_ANSWER:
            raise TimeoutError("it did not finish its answer in time")
    return content


@asynccontextmanager
async def lasting(stamping: Stamping, roots: tuple[bytes, ...]) -> AsyncIterator[dict[str, Any]]:
    """Settings with which pyHanko puts certificates and revocation lists into the sealed revision itself.

    Everything must be there to be checked: an authority whose certificates nobody can look up is of no use later.
    """
    settings = DSSContentSettings(include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE)
    async with AIOHttpFetcherBackend(per_request_timeout=int(SECONDS)) as fetchers:
        context = ValidationContext(
            trust_roots=[Certificate.load(root) for root in (*roots, *stamping.roots)],
            crls=[CertificateList.load(stamping.revocations)],
            allow_fetching=True,
            fetchers=fetchers,
            revocation_mode="require",
        )
        yield {"validation_context": context, "embed_validation_info": True, "dss_settings": settings}


def said(trouble: BaseException) -> str:
    """What went wrong at the authority, for the office and its technician."""
    if isinstance(trouble, TimeoutError):
        return "The timestamp authority did not answer in time."
    if isinstance(trouble, PathBuildingError | PathValidationError):
        return "The timestamp authority's certificate could not be checked."
    if isinstance(trouble, OSError):
        return f"The timestamp authority could not be reached ({trouble})."[:200]
    return "The timestamp authority gave no timestamp that could be used."
