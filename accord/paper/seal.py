"""The school's electronic seal on a paper (PAdES B-B or B-LT), certified so that no change is allowed afterwards."""

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


@dataclass(frozen=True)
class Stamping:
    """How a seal gets its timestamp: the authority's address, the certificates (DER) that vouch for it, and our own
    root's list of revoked seals (DER), which is put into the paper beside the authority's.
    """

    url: str
    roots: tuple[bytes, ...]
    revocations: bytes


class NotSealable(ValueError):
    """This seal cannot be put on this paper at that time."""


class NotStamped(NotSealable):
    """The timestamp authority did not do its part; the text says what went wrong. Without it the paper can be sealed."""


def seal(pdf: bytes, seal: Seal, *, reason: str, at: datetime, stamping: Stamping | None = None) -> bytes:
    """`pdf` under `seal`; without `stamping` the same arguments give the same bytes. `reason` is shown by PDF viewers.

    With `stamping` an authority confirms when the seal was there, and all that is needed to check both in later years
    is put into the paper (PAdES B-LT). Checks its own work before returning. Raises NotSealable for a PDF that carries
    a seal already, for bytes that are no PDF, and when the certificate is not valid `at`.
    """
    return _sealer(seal).seal(pdf, reason=reason, at=at, stamping=stamping)


@lru_cache(maxsize=32)
def _sealer(seal: Seal) -> "Sealer":
    """Loading an RSA key checks it, which takes ten times as long as sealing; so the loaded key is kept."""
    # Imported here because pyHanko weighs several megabytes and only the worker seals.
    from accord.paper.pades import Sealer

    return Sealer(seal.key, seal.certificate, seal.chain)
