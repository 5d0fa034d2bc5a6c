"""The demonstration as a whole: made once for all of these tests, which only look at it."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse

from accord.consultations.models import BoardPaper, Comment, Consultation
from accord.demo.seed import put_away, seed
from accord.duties.models import Duty
from accord.kernel import clock
from accord.kernel.decision import Refused
from accord.kernel.ledger.verify import verify
from accord.kernel.models import Entry, Leaf
from accord.kernel.scope import in_school
from accord.notices.models import Notice
from accord.people.models import Account, Appointment, Person, RoleHeld, Seat
from accord.people.roles import ROLES
from accord.policies import named_reads, named_words
from accord.policies.models import Departure, Document, DocumentReview, Version
from accord.policies.rules import Review, review
from accord.schools.models import School
from accord.signin.demonstration import cast
from accord.signing import board
from accord.signing.asking import all_asks
from accord.signing.models import Briefing, Declaration, Exemption, Text
from accord.signing.paper_route.models import PaperSignature, ScanPage
from accord.signing.rules import State

pytestmark = [pytest.mark.slow, pytest.mark.whole]
DRAMA = re.compile(r"01632 960\d{3}")  # Ofcom keeps these numbers for drama.


@pytest.fixture(scope="module")
def schools(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[dict[str, School]]:
    """The schools of the demonstration, in a transaction that is undone at the end."""
    settings = override_settings(DEMONSTRATION=True, VAULT=tmp_path_factory.mktemp("vault"))
    with django_db_blocker.unblock(), settings, transaction.atomic():
        yield {school.slug: school for school in seed()}
        transaction.set_rollback(True)


@pytest.fixture
def hopewell(schools) -> Iterator[School]:
    with in_school(schools["hopewell"].pk):
        yield schools["hopewell"]


@pytest.fixture
def millbrook(schools) -> Iterator[School]:
    with in_school(schools["millbrook"].pk):
        yield schools["millbrook"]


def standings() -> Counter[tuple[str, State]]:
    """How many people stand how with each document of the open school."""
    found: Counter[tuple[str, State]] = Counter()
    for ask in all_asks(clock.today()):
        for state, number in board.counts(board.standings(ask, clock.today())).items():
            found[ask.title, state] += number
    return found


def test_both_schools_stand_under_one_authority(schools):
    assert set(schools) == {"hopewell", "millbrook"}
    assert {school.authority.name for school in schools.values()} == {"Ambervale Learning Partnership"}
    assert all(100_000 <= school.urn <= 999_999 and school.is_demonstration for school in schools.values())


def test_doing_it_again_changes_nothing(schools):
    assert seed() == []


@pytest.mark.parametrize("name", ["hopewell", "millbrook"])
def test_the_ledger_is_whole_and_nothing_waits_for_its_place(schools, name):
    with in_school(schools[name].pk):
        report = verify()
    assert report.is_whole, report.findings
    assert report.waiting == 0
    assert report.heads > 5


def test_the_ledger_tells_the_past_in_order(hopewell):
    recorded = dict(Entry.objects.values_list("id", "recorded_at"))
    times = [recorded[entry] for entry in Leaf.objects.order_by("position").values_list("entry_id", flat=True)]
    assert times == sorted(times)
    assert (clock.now() - times[0]).days > 350


def test_every_state_of_the_board_occurs_with_the_document_that_was_published_last(hopewell):
    found = standings()
    states = {state for (title, state), number in found.items() if title == "Social media policy" and number}
    assert states == set(State)


def test_most_have_signed_what_is_a_year_old(hopewell):
    found = standings()
    title = "Advice and guidance on acceptable use of IT"
    everybody = sum(number for (name, _), number in found.items() if name == title)
    assert 150 <= everybody <= 180
    assert found[title, State.SIGNED] > 0.85 * everybody


def test_a_third_of_the_small_primary_has_signed_three_documents(millbrook):
    found = standings()
    assert len({title for title, _ in found}) == 3
    assert {number for (_, state), number in found.items() if state is State.SIGNED} == {5}
    assert Person.objects.count() == 14


def test_versions_of_every_kind_are_there(hopewell):
    states = set(Version.objects.values_list("state", flat=True))
    assert states == {"draft", "adopted", "published", "replaced", "withdrawn"}
    assert Version.objects.filter(minor__gt=0, state="published").exists()
    reviews = {review(document.review_on, clock.today()) for document in Document.objects.all()}
    assert reviews == set(Review)


@pytest.mark.clause("F.10")
def test_the_library_of_the_secondary_lacks_one_document_and_one_review_is_overdue(hopewell):
    shelf = named_reads.shelf(clock.today())
    assert named_words.heading(shelf) == "All four policies are in force; missing: confidentiality policy"
    assert len(shelf.reviews(Review.LATE)) == 1
    assert {row.held.value for row in shelf.rows} == {"in-force", "elsewhere", "missing"}
    assert DocumentReview.objects.exists()
    assert Duty.objects.open().filter(source="review").exists()


@pytest.mark.clause("F.9")
def test_the_small_primary_departed_from_the_guidance_and_says_why(millbrook):
    shelf = named_reads.shelf(clock.today())
    assert [row.held.is_held for row in shelf.four] == [True, True, True, False]
    assert Departure.objects.get().code == "four-missing"


def test_everybody_with_an_address_can_sign_in_and_nobody_knows_a_passphrase(hopewell):
    seats = Seat.objects.filter(school=hopewell, closed_at=None).select_related("account")
    here = Person.objects.in_post(clock.today()).exclude(email="")
    assert {seat.person_id for seat in seats} >= {person.pk for person in here}
    assert not any(account.has_usable_password() for account in Account.objects.filter(seats__in=seats))


def test_every_role_has_somebody_to_try_it_with(schools):
    by_school = {stage.school.slug: stage for stage in cast()}
    assert len(by_school["hopewell"].characters) == len(ROLES)
    names = [character.name for character in by_school["hopewell"].characters]
    assert names[0] == "Ngozi Okafor"
    assert names[-1] == "Priya Patel"
    assert len(by_school["millbrook"].characters) >= 4


def test_messages_went_out_and_one_address_refused_them(hopewell):
    states = Counter(Notice.objects.values_list("kind", "state"))
    assert states["duties.asked", "sent"] > 150
    assert states["duties.reminder", "sent"] > 20
    assert states["document.published", "sent"] > 100
    refused = Notice.objects.filter(state="refused").values_list("address", flat=True)
    assert set(refused) == {"t.yeboah@old-mail.hopewell.example"}
    assert Notice.objects.filter(state="no-address").exists()


def test_declarations_say_why_and_how_as_people_would(hopewell):
    kinds = Counter(Declaration.objects.values_list("kind", flat=True))
    assert kinds["objected"] >= 4
    assert kinds["declined"] >= 3
    for declaration in Declaration.objects.exclude(method="paper"):
        assert declaration.address.startswith(("192.0.2.", "198.51.100."))
        at = declaration.signed_at.astimezone(clock.LONDON)
        assert at.weekday() < 5
        assert 7 <= at.hour < 18
    assert Declaration.objects.filter(training__contains="recorded by the school").count() > 300


def test_there_are_briefings_exemptions_people_to_come_and_people_who_left(hopewell):
    today = clock.today()
    assert Briefing.objects.count() >= 3
    assert Exemption.objects.on(today).count() == 4
    assert Person.objects.gone(today).exists()
    assert Appointment.objects.filter(ends_on__gt=today).exists()
    assert Duty.objects.overdue(today).exists()


def test_nobody_is_real(schools):
    for school in schools.values():
        assert DRAMA.fullmatch(school.telephone)
        assert school.email.endswith(".example")
        with in_school(school.pk):
            assert all(
                email.endswith(".example") for email in Person.objects.exclude(email="").values_list("email", flat=True)
            )
            told = " ".join(Declaration.objects.values_list("words", flat=True))
        assert not re.search(r"\d{5}|@|http", told)


class Pages:
    """The pages of the secondary as one person sees them."""

    def __init__(self, school: School, person: Person) -> None:
        self.browser = Client()
        self.browser.force_login(Seat.objects.select_related("account").get(person_id=person.pk).account)
        record = {"method": "demonstration", "at": clock.now().timestamp()}
        session = self.browser.session
        session["account_authentication_methods"] = [record]
        session.save()
        self.school = school

    def read(self, name: str, *words: object) -> str:
        answer = self.browser.get(reverse(name, args=[self.school.slug, *words]), follow=True)
        assert answer.status_code == 200, (name, answer.status_code)
        return answer.content.decode()


def test_every_kind_of_page_has_something_to_show(hopewell):
    head = RoleHeld.objects.select_related("person").get(role="headteacher").person
    series = Document.objects.get(slug="social-media-policy").pk
    draft = Version.objects.get(state="draft")
    declined = Declaration.objects.filter(kind="declined").order_by("-signed_at").first()
    pages = Pages(hopewell, head)
    for name, *words in (
        ("home:home",),
        ("people:list",),
        ("people:person", head.pk),
        ("policies:list",),
        ("policies:document", series),
        ("policies:history", series),
        ("policies:version", draft.pk),
        ("policies:public",),
        ("policies:policy", "social-media-policy"),
        ("policies:policy_version", "social-media-policy", "1"),
        ("signing:overview",),
        ("signing:board", series),
        ("signing:person", series, declined.person_id),
        ("signing:briefings",),
        ("signing:briefing", Briefing.objects.first().pk),
        ("signing:record",),
        ("notices:list",),
        ("notices:notice", Notice.objects.filter(state="refused").first().pk),
        ("schools:calendar",),
    ):
        assert 'class="empty"' not in pages.read(name, *words), name


def test_the_member_of_staff_has_something_to_sign_and_something_signed(hopewell):
    priya = Person.objects.get(source_id="PAP")
    pages = Pages(hopewell, priya)
    assert "Social media policy" in pages.read("signing:start")
    assert "Social media policy" in pages.read(
        "signing:read", Text.objects.in_force().get(title="Social media policy").pk, 1
    )
    record = pages.read("signing:record")
    assert "Advice and guidance" in record
    assert Declaration.objects.filter(person=priya, typed_name="Priya Anjali Patel").exists()


def test_beginning_again_puts_a_school_away_and_deletes_nothing(schools):
    away = schools["millbrook"]
    with transaction.atomic():
        put_away(away)
        after = School.objects.get(pk=away.pk)
        assert not after.is_demonstration
        assert (after.urn, after.slug) != (away.urn, away.slug)
        assert not Seat.objects.filter(school=away, closed_at=None).exists()
        assert [stage.school.slug for stage in cast()] == ["hopewell"]
        with in_school(away.pk):
            assert verify().is_whole
        transaction.set_rollback(True)


def test_outside_a_demonstration_it_is_refused(settings):
    settings.DEMONSTRATION = False
    with pytest.raises(Refused):
        seed()
    with pytest.raises(CommandError, match="in a demonstration only") as refused:
        call_command("demo_seed", fresh=True)
    assert refused.value.returncode == 2


def test_time_is_pretended_in_a_demonstration_only(settings):
    settings.DEMONSTRATION = False
    with pytest.raises(RuntimeError), clock.pretending(clock.now()):
        pass


def test_consultations_are_there_open_and_with_a_paper_that_the_board_decided_on(hopewell):
    open_one = Consultation.objects.open_on(clock.today()).get()
    assert set(open_one.comments.values_list("answer", flat=True)) == {"", "accepted", "noted"}
    assert open_one.comments.filter(is_anonymous=True, person=None).exists()
    assert open_one.invitations.filter(told_at=None).values_list("name", flat=True)[0] == "GMB"
    paper = BoardPaper.objects.get()
    assert (paper.file.media_type, paper.adoption.decision) == ("application/pdf", "adapted")
    assert not Comment.objects.unanswered().filter(consultation=paper.consultation).exists()
    assert Comment.objects.feedback().values("version").distinct().count() == 2


def test_some_have_signed_by_hand_and_two_sheets_wait_for_their_witness(hopewell):
    pages = Counter(ScanPage.objects.values_list("state", flat=True))
    assert pages == {"confirmed": 3, "waiting": 2}
    assert set(PaperSignature.objects.values_list("declaration__method", flat=True)) == {"paper"}
    assert not Person.objects.filter(sheets__isnull=False).exclude(email="").exists()
