"""The school's electronic seal on a paper (PAdES B-B), certified so that no change is allowed afterwards."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accord.paper.pades import Sealer


@dataclass(frozen=True)
class Seal:
    """What a school seals with: an RSA key (PKCS #8 DER), its certificate, and the certificates above it (DER).

    The chain ends with the installation's root. It is not put into papers: whoever checks one must have the root.
    """

    key: bytes
    certificate: bytes
    chain: tuple[bytes, ...]

    def __repr__(self) -> str:
        return "Seal(…)"  # A private key has no place in a traceback or a log.


class NotSealable(ValueError):
    """This seal cannot be put on this paper at that time."""


def seal(pdf: bytes, seal: Seal, *, reason: str, at: datetime) -> bytes:
    """`pdf` under `seal`; the same arguments give the same bytes. `reason` is shown by PDF viewers.

    Checks its own work before returning. Raises NotSealable for a PDF that carries a seal already, for bytes that are
    no PDF, and when the certificate is not valid `at`.
    """
    return _sealer(seal).seal(pdf, reason=reason, at=at)


@lru_cache(maxsize=32)
def _sealer(seal: Seal) -> "Sealer":
    """Loading an RSA key checks it, which takes ten times as long as sealing; so the loaded key is kept."""
    # Imported here because pyHanko weighs several megabytes and only the worker seals.
    from accord.paper.pades import Sealer

    return Sealer(seal.key, seal.certificate, seal.chain)
