"""What the demonstration's schools ask people about their drafts, what they are told, and how they answer."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accord.consultations import actions
from accord.consultations.actions import Plan, Said
from accord.consultations.links import new_secret
from accord.consultations.models import Comment, Consultation, Invitation
from accord.consultations.passages import passages
from accord.consultations.voices import voice_of
from accord.demo.documents import Kind, Shelf
from accord.demo.office import Office
from accord.kernel import clock
from accord.people.models import Person
from accord.policies.models import Version
from accord.signing.models import Page

NEU, NASUWT, UNISON, GMB = "National Education Union (NEU)", "NASUWT The Teachers' Union", "UNISON", "GMB"
# The representatives are invented, and so are their addresses.
CONTACTS = {
    NEU: ("Marguerite Ollerenshaw", "m.ollerenshaw@neu-ambervale.example"),
    NASUWT: ("Rhona Mactaggart", "r.mactaggart@nasuwt-ambervale.example"),
    UNISON: ("Sheila Gratton", "s.gratton@unison-ambervale.example"),
}


@dataclass(frozen=True)
class Remark:
    """What somebody says about the passage that holds `about`, or about the whole; and what they are answered."""

    by: str  # A staff code or an address, or the name of a body.
    words: str
    about: str = ""
    is_anonymous: bool = False
    is_formal: bool = False
    answer: str = ""
    answer_words: str = ""


class Desk:
    """Runs consultations of the open school."""

    def __init__(self, office: Office, shelf: Shelf) -> None:
        self._office, self._shelf = office, shelf
        self._answers: dict[uuid.UUID, Remark] = {}

    def start(self, kind: Kind, plan: Plan, *, by: Person) -> None:
        version = Version.objects.coming().get(document=self._shelf.document(kind))
        made = actions.start(version=version.pk, plan=plan, by=by, today=clock.today(), now=clock.now())
        for invitation in Invitation.objects.filter(consultation=made, name__in=CONTACTS):
            name, email = CONTACTS[invitation.name]
            actions.set_contact(
                invitation=invitation.pk, name=name, email=email, by=by, today=clock.today(), now=clock.now()
            )

    def _running(self, kind: Kind) -> Consultation:
        return Consultation.objects.running().select_related("version").get(document=self._shelf.document(kind))

    def say(self, kind: Kind, remark: Remark) -> None:
        consultation, today = self._running(kind), clock.today()
        body = Invitation.objects.filter(consultation=consultation, name=remark.by).first()
        person = None if body else self._office[remark.by]
        voice = body or (voice_of(person, consultation, today) if person else None)
        assert voice
        page, paragraph = _place(consultation.version, remark.about)
        said = Said(remark.words, new_secret(), page, paragraph, remark.is_anonymous, remark.is_formal)
        made = actions.comment(
            consultation=consultation.pk, voice=voice, person=person, said=said, today=today, now=clock.now()
        )
        self._answers[made.pk] = remark

    def letter(self, kind: Kind, remark: Remark, *, received_on: date, by: Person) -> None:
        invitation = Invitation.objects.get(consultation=self._running(kind), name=remark.by)
        made = actions.record_letter(
            invitation=invitation.pk,
            said=Said(remark.words, new_secret(), is_formal=True),
            received_on=received_on,
            by=by,
            today=clock.today(),
            now=clock.now(),
        )
        self._answers[made.pk] = remark

    def tell(self, kind: Kind, remark: Remark) -> None:
        """Feedback on the version in force."""
        version = Version.objects.in_force().get(document=self._shelf.document(kind))
        made = actions.give_feedback(
            version=version.pk,
            person=self._office[remark.by],
            said=Said(remark.words, new_secret()),
            today=clock.today(),
            now=clock.now(),
        )
        self._answers[made.pk] = remark

    def answer(self, *, by: Person) -> None:
        """Answer whatever has an answer and was not answered yet."""
        for comment in Comment.objects.unanswered().filter(pk__in=list(self._answers)):
            remark = self._answers[comment.pk]
            if remark.answer:
                actions.answer(
                    comment=comment.pk,
                    kind=remark.answer,
                    words=remark.answer_words,
                    by=by,
                    today=clock.today(),
                    now=clock.now(),
                )

    def conclude(self, kind: Kind, recommendation: str, words: str, *, by: Person) -> None:
        """The outcome, and the paper for the board."""
        found = self._running(kind)
        actions.conclude(
            consultation=found.pk,
            recommendation=recommendation,
            words=words,
            by=by,
            today=clock.today(),
            now=clock.now(),
        )
        actions.make_paper(
            version=found.version_id,
            consultation=found,
            recommendation=recommendation,
            words=words,
            once=uuid.uuid4(),
            by=by,
            now=clock.now(),
        )


def _place(version: Version, phrase: str) -> tuple[int | None, int | None]:
    """The page and paragraph that hold these words."""
    if not phrase:
        return None, None
    for number, html in Page.objects.filter(text=version.text_id).values_list("number", "html"):
        for passage in passages(html):
            if phrase in passage.words:
                return number, passage.number
    raise LookupError(f"“{phrase}” does not stand in {version.label}.")


IT_PLAN = (
    "From September we would like everybody with sensitive data to prove twice who they are, and we propose rules for tools "
    "that use artificial intelligence. What would make that hard for you?"
)
IT_SAID: Sequence[Remark] = (
    Remark(
        "FEO",
        "Pupils learn about these tools in computing. If every one of them needs approval before a lesson, we cannot teach.",
        "artificial intelligence",
        answer="accepted",
        answer_words="Departments now keep a list of approved tools. A new one is decided within five school days.",
    ),
    Remark(
        "GOR",
        "I own no smartphone. How do I prove twice who I am?",
        "second proof",
        answer="accepted",
        answer_words="The text now names the security key, which the school lends to anybody without a smartphone.",
    ),
    Remark("NWA", "Good that this comes. It was about time.", answer="noted", answer_words="Thank you."),
    Remark(
        "PID",
        "Another thing to carry, and another five minutes each morning that nobody gives us.",
        "second proof",
        is_anonymous=True,
        answer="not-taken",
        answer_words="It is needed once in a fortnight on a school computer, not each morning. The text says so.",
    ),
    Remark(
        "parveen.akram@governors.hopewell.example",
        "Governors read sensitive papers at home. Does it hold for us?",
        answer="accepted",
        answer_words="Yes. Governors are named in the paragraph on accounts now.",
    ),
)
IT_RESPONSES: Sequence[Remark] = (
    Remark(
        NEU,
        "Members support a second proof provided that nobody has to use a phone of their own, and that training happens in "
        "directed time. Please say both in the text.",
        is_formal=True,
        answer="accepted",
        answer_words="Both stand in the text: a key is lent to whoever asks, and training is on the INSET day in September.",
    ),
    Remark(
        UNISON,
        "Support staff work on shared computers. The rules on AI tools should not become a way to watch their work.",
        is_formal=True,
        answer="noted",
        answer_words="Agreed. Monitoring is a matter of its own, and nothing in this policy allows it.",
    ),
)
IT_OUTCOME = (
    "Everybody agreed that a second proof is needed. Because of what was said nobody needs a phone of their own, and departments "
    "keep lists of approved AI tools. That it takes time was heard; it was not taken out."
)

OFF_SITE_PLAN = (
    "New are the parts on working from abroad and on voice assistants, and the questions that people ask. Is anything "
    "unclear, or missing, or harder than it need be?"
)
OFF_SITE_SAID: Sequence[Remark] = (
    Remark(
        "NWA",
        "“Before your next working day begins” differs for part-timers. Could the text say whose working day is meant?",
        "can wait until your next working day begins",
        answer="accepted",
        answer_words="It will say: your own working day, as in your timetable.",
    ),
    Remark(
        "FEO",
        "My home router is the landlord’s. I cannot change its password.",
        "home wireless network",
        answer="noted",
        answer_words="IT support lends a mobile router in such cases. We will tell everybody.",
    ),
    Remark("GOR", "Who pays for the lockable drawer?", "drawer or cupboard that locks"),
    Remark(
        "CAB",
        "I do my planning on my own computer because I have not been given a laptop. This policy does not help me, and I "
        "am afraid to say so with my name.",
        "Use the school’s laptop",
        is_anonymous=True,
    ),
    Remark("PID", "Please keep the questions at the end. They are the only part I will read twice.", "mark books"),
    Remark(
        "parveen.akram@governors.hopewell.example",
        "Does “trips” include governors’ visits to other schools?",
    ),
)
OFF_SITE_RESPONSE = Remark(
    NEU,
    "We welcome “Your time is yours”. Please add that nobody is treated worse for not answering in the evening.",
    is_formal=True,
)
OFF_SITE_LETTER = Remark(
    UNISON,
    "Support staff are rarely given laptops. The branch asks for a list of posts that need one.",
    is_formal=True,
    answer="noted",
    answer_words="The business manager draws the list up with the branch.",
)

FEEDBACK_OLD = Remark(
    "FEO",
    "The rule on friend requests from former pupils is unclear: what is “former”?",
    answer="accepted",
    answer_words="The next version says: until they are eighteen and have left for two years.",
)
FEEDBACK_NEW = (
    Remark("NWA", "Nobody knows where the list of approved AI tools is kept. A link in the text would help."),
    Remark("CAB", "Could the part on email be shorter? It is read by nobody as it is."),
)
