"""Judges the timestamp on a seal: who confirms that the seal was there, and when. Heavy: loads pyHanko."""

import asyncio
from collections.abc import Sequence
from hashlib import new

from asn1crypto import cms  # type: ignore[import-untyped]
from asn1crypto.x509 import Certificate  # type: ignore[import-untyped]
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko_certvalidator import ValidationContext

from accord.paper.seals import FoundSeal, Stamp


def judged(seal: FoundSeal, roots: Sequence[bytes]) -> Stamp:
    """What the timestamp on `seal` is worth, given the certificates (DER) that vouch for our authority. Never raises."""
    try:
        return asyncio.run(_judged(seal, roots))
    except Exception:  # Several libraries read bytes that anybody may have written.
        return Stamp(is_whole=False)


async def _judged(seal: FoundSeal, roots: Sequence[bytes]) -> Stamp:
    container = cms.ContentInfo.load(seal.timestamp, strict=True)
    token = container["content"]
    at = token["encap_content_info"]["content"].parsed["gen_time"].native
    context = ValidationContext(
        trust_roots=[Certificate.load(root) for root in roots], moment=at, best_signature_time=at, allow_fetching=False
    )
    found = await validate_tst_signed_data(token, context, lambda name: new(name, seal.signature).digest())
    named = found["signing_cert"].subject.native
    name = named.get("common_name") or named.get("organization_name") or ""
    is_whole = bool(found["intact"] and found["valid"])
    is_trusted = is_whole and found["validation_path"] is not None and not found["trust_problem_indic"]
    return Stamp(is_whole, is_trusted, str(name), at)
