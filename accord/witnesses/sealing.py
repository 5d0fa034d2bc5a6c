"""Sealing in the worker: with a timestamp where an authority is set, without one where it does not do its part."""

import time

from accord.kernel import clock
from accord.paper import seal as paper
from accord.schools.models import School
from accord.witnesses.seals import seal_of, stamping

# An authority that did not do its part is left alone so long: nobody waits for it a hundred times.
REST_SECONDS = 120.0
_resting_until = 0.0


def seal(pdf: bytes, school: School, *, reason: str) -> tuple[bytes, str]:
    """`pdf` under the school's seal, and why it lacks its timestamp: empty when it has one, or none is to be had here.

    A paper that lacks one is whole (PAdES B-B), and can be sealed again when the authority is back.
    """
    global _resting_until
    own, way = seal_of(school), stamping()
    at = clock.now().replace(microsecond=0)  # After the first seal has been made: it is valid from then on.
    missing = ""
    if way and time.monotonic() < _resting_until:
        missing = "The timestamp authority did not answer a short while ago."
    elif way:
        try:
            return paper.seal(pdf, own, reason=reason, at=at, stamping=way), ""
        except paper.NotStamped as trouble:
            _resting_until, missing = time.monotonic() + REST_SECONDS, str(trouble)
    return paper.seal(pdf, own, reason=reason, at=at), missing[:200]
