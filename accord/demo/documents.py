"""The documents of the demonstration, and the office that puts them in, adopts and publishes them."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from hashlib import sha256

from accord.demo.texts import document_text
from accord.guidance.named import named_documents
from accord.kernel import clock
from accord.people.models import Person
from accord.policies import actions
from accord.policies.models import Adoption, CouncilFile, Document, DocumentReview, Elsewhere, Version
from accord.policies.reading import Original, read_typed
from accord.policies.rules import Addressed

EVERYONE: tuple[Addressed, ...] = (("everyone", ""),)
ALL_BUT_GOVERNORS: tuple[Addressed, ...] = tuple(
    ("category", category) for category in ("permanent", "temporary", "supply", "peripatetic", "volunteer", "provider")
)
_FOUR_POLICIES = "One of the four policies that the guidance stands on"


@dataclass(frozen=True)
class Kind:
    """What is said about a document. Its `name` is that of its text."""

    name: str
    title: str
    summary: str
    clause: str = "18.1"
    audience: tuple[Addressed, ...] = EVERYONE
    named: str = ""


GUIDANCE = Kind(
    "advice-and-guidance",
    "Advice and guidance on acceptable use of IT",
    "What the school expects of everybody who works with IT here, what it promises them, and what happens when "
    "something goes wrong.",
    named="guidance",
)
IT_SECURITY = Kind(
    "it-security",
    "IT security and acceptable use policy",
    f"Accounts, equipment, email, personal data and what to do when something goes wrong. {_FOUR_POLICIES}.",
    named="it-security",
)
SOCIAL_MEDIA = Kind(
    "social-media",
    "Social media policy",
    f"Being online without harming pupils, colleagues, the school or yourself. {_FOUR_POLICIES}.",
    named="social-media",
)
OWN_DEVICE = Kind(
    "bring-your-own-device",
    "Bring your own device policy",
    f"When you may use your own phone, tablet or computer for school work, and how. {_FOUR_POLICIES}.",
    named="own-device",
)
OFF_SITE = Kind(
    "off-site-working",
    "Off-site working policy",
    f"Working at home, on the way and on visits, and keeping your evenings free. {_FOUR_POLICIES}.",
    named="off-site",
)
PHONES = Kind(
    "mobile-phones",
    "Guidelines on mobile phones in school",
    "When adults may use their phones at school, and where never.",
    clause="9.7",
    audience=ALL_BUT_GOVERNORS,
    named="mobile-phones",
)
OLD_POLICY = Kind(
    "use-of-it-2018",
    "Acceptable use of IT, the internet and electronic communication (2018)",
    "Replaced. Kept for the record only.",
    clause="F.5",
    audience=(),
)
# The guidance comes last: it stands only together with its four policies (clause F.9).
POLICIES = (IT_SECURITY, SOCIAL_MEDIA, OWN_DEVICE, OFF_SITE, PHONES)
FIRST = (*POLICIES, GUIDANCE)


@cache
def _original(name: str, number: str) -> Original:
    """A text read in its process apart, once for all schools."""
    return read_typed(document_text(name, number), name=f"{name}.md")


def recognise_guidance(authority: str) -> None:
    """The authority of the demonstration is as invented as its guidance: each text of it is a file of its own."""
    known = set(CouncilFile.objects.values_list("sha256", flat=True))
    for number in ("1", ""):
        fingerprint = sha256(_original(GUIDANCE.name, number).content).hexdigest()
        if fingerprint not in known:
            actions.recognise(
                sha256=fingerprint,
                title=GUIDANCE.title,
                source="Invented for the demonstration",
                effective_from=date(2023, 6, 1),
                authority=authority,
                today=clock.today(),
            )


class Shelf:
    """The documents of the open school by their names, and what is done with them."""

    def __init__(self) -> None:
        self._documents: dict[str, uuid.UUID] = {}

    def add(self, kind: Kind, *, owner: Person, by: Person, review_on: date | None) -> Document:
        """A new document, with those who are to sign it."""
        about = actions.About(kind.title, owner, kind.summary, kind.clause, review_on, kind.named)
        document = actions.add_document(about=about, by=by, now=clock.now())
        self._documents[kind.name] = document.pk
        if kind.audience:
            actions.change_audience(
                document=document.pk, audiences=kind.audience, by=by, today=clock.today(), now=clock.now()
            )
        return document

    def document(self, kind: Kind) -> Document:
        return Document.objects.get(pk=self._documents[kind.name])

    def put_in(self, kind: Kind, number: str = "", *, by: Person, note: str = "", minor: bool = False) -> Version:
        """The text of one version as a draft; the newest without a `number`."""
        return actions.add_version(
            document=self._documents[kind.name],
            original=_original(kind.name, number),
            minor=minor,
            change_note=note,
            by=by,
            now=clock.now(),
        )

    def adopt(
        self, kind: Kind, *, body: str, meeting_on: date, minute: str, by: Person, note: str = "", departing: str = ""
    ) -> Adoption:
        """The board's decision on the draft: the guidance as it is, everything else as adapted by the school.

        `departing` is why the guidance is adopted although one of its four policies is missing.
        """
        so = Adoption.Decision.AS_IT_IS if kind is GUIDANCE else Adoption.Decision.ADAPTED
        reasons = {"four-missing": departing} if departing else {}
        decision = actions.BoardDecision(body, meeting_on, minute, so, note, reasons)
        return actions.adopt(
            version=self._coming(kind).pk, decided=decision, by=by, today=clock.today(), now=clock.now()
        )

    def publish(self, kind: Kind, *, due_in_days: int, by: Person) -> Version:
        today = clock.today()
        due_on = today + timedelta(days=due_in_days)
        return actions.publish(version=self._coming(kind).pk, due_on=due_on, by=by, today=today, now=clock.now())

    def withdraw(self, kind: Kind, *, because: str, by: Person) -> Version:
        return actions.withdraw(document=self._documents[kind.name], because=because, by=by, now=clock.now())

    def review(self, kind: Kind, *, next_on: date, note: str, by: Person) -> DocumentReview:
        """Somebody looks at it today and finds nothing to change."""
        return actions.record_review(
            document=self._documents[kind.name],
            looked=actions.Looked(clock.today(), next_on, note),
            by=by,
            today=clock.today(),
            now=clock.now(),
        )

    def hold_elsewhere(self, code: str, place: actions.Place, *, by: Person) -> Elsewhere:
        """Say where a named document is kept outside Accord."""
        named = named_documents()[code]
        return actions.record_elsewhere(named=named, place=place, by=by, today=clock.today(), now=clock.now())

    def series(self, kind: Kind) -> uuid.UUID:
        """What the versions of a document have in common, for signing."""
        return self._documents[kind.name]

    def _coming(self, kind: Kind) -> Version:
        return Version.objects.coming().get(document=self._documents[kind.name])
