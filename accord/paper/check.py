"""Says in plain words what a sealed paper is worth: who sealed it, what has changed since, what the ledger says.

Light enough for a web process; pyHanko is loaded only for a paper that has passed.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from io import BytesIO
from xml.etree import ElementTree

from accord.paper.evidence import Evidence, NoEvidence
from accord.paper.seals import PLACE, Fault, FoundSeal, Stamp, find_seals, loaded

LARGEST_BYTES = 10 * 2**20
_KEYWORDS = "{http://ns.adobe.com/pdf/1.3/}Keywords"


class Verdict(StrEnum):
    GENUINE = "genuine"
    DOUBTFUL = "doubtful"
    CHANGED = "changed"
    UNKNOWN_SEAL = "unknown seal"
    UNSEALED = "unsealed"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Finding:
    """One thing found: a `code` for tests and scripts, whether it is as it should be, and a sentence for people."""

    code: str
    is_good: bool
    sentence: str


@dataclass(frozen=True)
class SealedBy:
    """Whose seal it is, by a certificate that our own root issued. `certificate` is its fingerprint.

    `at` is the moment that the seal states, `stamped_at` the one that our timestamp authority confirms.
    """

    name: str
    urn: str
    at: datetime | None
    certificate: str
    stamped_at: datetime | None = None


@dataclass(frozen=True)
class Check:
    """The answer. `evidence` is there only when the paper is whole and is a receipt."""

    verdict: Verdict
    findings: tuple[Finding, ...]
    sealed_by: SealedBy | None = None
    evidence: Evidence | None = None

    @property
    def is_genuine(self) -> bool:
        """Sealed by a school of ours, whole, and with nothing against it, in the ledger neither."""
        return self.verdict is Verdict.GENUINE and all(finding.is_good for finding in self.findings)


Lookup = Callable[[Evidence], Iterable[Finding]]
Marks = Callable[[SealedBy, Evidence | None], Iterable[Finding]]


def check_receipt(
    pdf: bytes,
    trusted_roots: Sequence[bytes],
    lookup: Lookup | None = None,
    *,
    stamp_roots: Sequence[bytes] = (),
    marks: Marks | None = None,
) -> Check:
    """What `pdf` is worth. Never raises, whatever the bytes; at most a second for the largest file that is looked at.

    `trusted_roots` are certificates (DER), and `stamp_roots` those that vouch for our timestamp authority. `lookup`
    compares a whole receipt's evidence with the ledger and says what it found; `marks` says what speaks against the
    keys that it rests on.
    """
    refused = _not_a_paper(pdf)
    if refused:
        return Check(Verdict.UNREADABLE, (refused,))
    roots = loaded(trusted_roots)
    seals = list(find_seals(pdf))
    ours = next((seal for seal in seals if seal.is_issued_by(roots)), None)
    if ours is not None:
        return _marked(_check_ours(ours, lookup, stamp_roots), marks)
    forged = next((seal for seal in seals if seal.claims_issuer(roots)), None)
    if forged is not None:
        sentence = f"It claims the seal of {forged.name}, but that seal is damaged or forged."
        return Check(Verdict.CHANGED, (Finding("forged", False, sentence),))
    if seals:
        sentence = f"It is sealed or signed by “{seals[0].name}”, whom this service does not know."
        return Check(Verdict.UNKNOWN_SEAL, (Finding("unknown-seal", False, sentence),))
    return _without_seal(pdf)


def _not_a_paper(pdf: bytes) -> Finding | None:
    if len(pdf) > LARGEST_BYTES:
        return Finding("too-big", False, "This file is far larger than any receipt; it was not looked at.")
    if not pdf:
        return Finding("empty", False, "This file is empty.")
    if b"%PDF-" not in pdf[:1024]:
        return Finding("not-a-pdf", False, "This is not a PDF. Please give the file itself, not a picture of it.")
    return None


def _without_seal(pdf: bytes) -> Check:
    if b"/Encrypt" in pdf:
        sentence = "This PDF is locked with a password. A receipt never is."
        return Check(Verdict.UNREADABLE, (Finding("locked", False, sentence),))
    if PLACE.search(pdf) or b"/ByteRange" in pdf:
        sentence = "The seal is damaged: the file was cut short or changed."
        return Check(Verdict.CHANGED, (Finding("seal-damaged", False, sentence),))
    return Check(Verdict.UNSEALED, (Finding("no-seal", False, "This PDF carries no seal, so it proves nothing."),))


def _marked(check: Check, marks: Marks | None) -> Check:
    """The same, with what speaks against its keys: a whole paper is doubtful when others may have sealed it."""
    if marks is None or check.sealed_by is None or check.verdict is not Verdict.GENUINE:
        return check
    found = tuple(marks(check.sealed_by, check.evidence))
    verdict = check.verdict if all(finding.is_good for finding in found) else Verdict.DOUBTFUL
    return replace(check, verdict=verdict, findings=(*check.findings, *found))


def _check_ours(seal: FoundSeal, lookup: Lookup | None, stamp_roots: Sequence[bytes]) -> Check:
    sealed_by = SealedBy(seal.name, seal.urn, seal.sealed_at, seal.fingerprint)
    findings = [Finding("known-seal", True, f"It carries the seal of {seal.name}, which this service issued.")]
    faults = seal.faults()
    findings += _about_bytes(seal, faults)
    if seal.timestamp and not faults:
        stamp = _stamp(seal, stamp_roots)
        findings.append(_about_stamp(stamp))
        sealed_by = replace(sealed_by, stamped_at=stamp.at if stamp.is_trusted else None)
    if not all(finding.is_good for finding in findings):
        return Check(Verdict.CHANGED, tuple(findings), sealed_by)
    try:
        evidence = _evidence(seal.pdf)
    except NoEvidence:
        findings.append(Finding("no-receipt", True, "It is a paper of this school, but not a receipt."))
        return Check(Verdict.GENUINE, tuple(findings), sealed_by)
    if evidence.urn != seal.urn:
        findings.append(Finding("other-school", False, "It speaks of another school than the one that sealed it."))
    elif lookup is not None:
        findings += lookup(evidence)
    return Check(Verdict.GENUINE, tuple(findings), sealed_by, evidence)


def _about_bytes(seal: FoundSeal, faults: set[Fault]) -> list[Finding]:
    findings = []
    if Fault.CHANGED in faults:
        findings.append(Finding("changed", False, "It has been changed since it was sealed."))
    if Fault.DAMAGED in faults:
        findings.append(Finding("seal-damaged", False, "The seal itself is damaged or forged."))
    if Fault.UNTIMELY in faults:
        findings.append(Finding("untimely", False, "The seal was not valid at the time it states."))
    if not faults:
        findings.append(Finding("intact", True, "Not one character that the seal covers has changed."))
    if seal.bytes_after:
        sentence = f"{seal.bytes_after} bytes were added after it was sealed. What is shown may not be what was sealed."
        findings.append(Finding("appended", False, sentence))
    return findings


def _stamp(seal: FoundSeal, roots: Sequence[bytes]) -> Stamp:
    from accord.paper.stamps import judged  # Loads pyHanko, as below.

    return judged(seal, roots)


def _about_stamp(stamp: Stamp) -> Finding:
    if not stamp.is_whole or stamp.at is None:
        return Finding("stamp-damaged", False, "The timestamp on its seal is damaged or forged.")
    moment = f"{stamp.at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
    if not stamp.is_trusted:
        sentence = f"It has a timestamp of {moment} from “{stamp.by}”, whom this service does not know."
        return Finding("stamp-unknown", True, sentence)
    return Finding("stamp", True, f"{stamp.by}, a timestamp authority, confirms that it was there at {moment}.")


def _evidence(pdf: bytes) -> Evidence:
    """What a paper says to a machine. Only for bytes that have been found to be ours. Raises NoEvidence."""
    from pyhanko.pdf_utils.reader import PdfFileReader  # Several megabytes; not needed for most of what is checked.

    metadata = PdfFileReader(BytesIO(pdf)).root["/Metadata"].data
    keywords = ElementTree.fromstring(metadata).find(f".//{_KEYWORDS}")
    return Evidence.from_keywords(keywords.text or "" if keywords is not None else "")
