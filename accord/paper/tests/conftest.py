import base64
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256, sha512

import pytest

from accord.kernel import keys_material
from accord.paper.evidence import Head, Outcome
from accord.paper.press import HOUSE_FONTS, Press
from accord.paper.receipts import Letterhead, Receipt, SignedText, render
from accord.paper.seal import Seal, seal

AT = datetime(2026, 11, 22, 17, 44, 9, tzinfo=UTC)
TITLES = [
    "Acceptable use of IT",
    "Social media",
    "Online safety",
    "Data protection and personal data breaches",
    "Personal devices and photographs",
    "Monitoring of systems",
]


def digest(text):
    return sha256(text.encode()).hexdigest()


def a_text(number):
    return SignedText(
        title=TITLES[number % len(TITLES)],
        version=f"version {number + 1}",
        sha256=digest(f"shown {number}"),
        original_sha256=digest(f"adopted {number}"),
        adopted_on=date(2026, 9, 3),
        minute=f"2026/{41 + number}",
    )


def a_receipt(documents=6, **changes):
    stated = {
        "number": "7K3M-9Q2P-4D",
        "school": Letterhead("Hopewell Community School", "123456", "HCS"),
        "title": "Acceptable use of IT, school year 2026–27",
        "signer": "Priya Anjali Patel",
        "person": "Priya Patel",
        "role": "Teacher of English",
        "outcome": Outcome.SIGNED,
        "words": "",
        "declaration": "I have been trained, and I have read and understood the documents named below.\n\n"
        "I will keep to them, and I know that the school’s systems are monitored.",
        "texts": tuple(a_text(number) for number in range(documents)),
        "rests_on": "Staff briefing “Acceptable use”, 2 September 2026",
        "signed_in": "Passphrase and authenticator code, 3 minutes before signing",
        "signed_at": AT,
        "address": "203.0.113.7",
        "browser": "Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)",
        "ledger": 17,
        "entry": "0199f3c2-7f6e-7c1a-9a53-3f2b8b6d2a10",
        "position": 1204,
        "leaf": digest("leaf"),
        "head": Head(
            size=1310,
            root=digest("root"),
            signed_at=AT + timedelta(microseconds=1_004_321),
            signature=base64.b64encode(sha512(b"signature").digest()).decode(),
            key=digest("key"),
        ),
        "check_at": "https://accord.example.sch.uk/receipts/check",
    }
    return Receipt(**(stated | changes))


@pytest.fixture(scope="session")
def press():
    """The house press, or one with typst's own fonts where set-up has not built ours."""
    return Press() if any(HOUSE_FONTS.glob("**/*.ttf")) else Press([])


class Installation:
    """An installation's root and the seals it issues."""

    def __init__(self, name):
        self._private, _ = keys_material.make_rsa()
        self.root = keys_material.make_root_certificate(self._private, name=name, at=AT - timedelta(days=30))

    def issue(self, name, urn):
        private, public = keys_material.make_rsa()
        certificate = keys_material.make_seal_certificate(
            root_private=self._private,
            root_certificate=self.root,
            public=public,
            school_name=name,
            urn=urn,
            at=AT - timedelta(days=30),
        )
        return Seal(private, certificate, (self.root,))


@pytest.fixture(scope="session")
def installation():
    return Installation("Accord at Hopewell")


@pytest.fixture(scope="session")
def hopewell(installation):
    return installation.issue("Hopewell Community School", "123456")


@pytest.fixture(scope="session")
def stranger():
    """A seal of the same school's name from another installation."""
    return Installation("Accord at Hopewell, or so it says").issue("Hopewell Community School", "123456")


@pytest.fixture(scope="session")
def unsealed(press):
    return render(a_receipt(), press)


@pytest.fixture(scope="session")
def sealed(unsealed, hopewell):
    return seal(unsealed, hopewell, reason="Receipt 7K3M-9Q2P-4D", at=AT)
