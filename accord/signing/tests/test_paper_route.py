"""Signing by hand, from the sheet to the receipt. The sheets are really set, and a real decoder finds their codes."""

import io
import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accord.duties.models import Duty
from accord.kernel import clock
from accord.kernel.decision import Refused
from accord.kernel.ledger import sequencer, verify
from accord.kernel.models import Entry
from accord.kernel.scope import in_school
from accord.paper.receipts import paper_of
from accord.people.models import Person
from accord.people.tests.cast import make_cast, make_person
from accord.signing import actions as signing
from accord.signing import receipt_views
from accord.signing.evidence import PagesWereDelivered
from accord.signing.jobs import make_receipt
from accord.signing.models import Declaration, ReceiptCopy, Signature
from accord.signing.paper_route import actions, jobs, reads
from accord.signing.paper_route.evidence import PaperHasItsWitness
from accord.signing.paper_route.models import PaperSignature, Printing, Scan, ScanPage, Sheet
from accord.signing.receipts import Origin, origins, receipt
from accord.vault import reads as vault
from accord.vault.models import StoredFile

pytestmark = pytest.mark.slow
ROLES = ("headteacher", "business-manager", "line-manager", "staff")


@pytest.fixture(autouse=True)
def vault_folder(settings, tmp_path):
    settings.VAULT = tmp_path / "vault"


@pytest.fixture
def cast(school):
    return make_cast(school, ROLES)


@dataclass
class Office:
    """Does what the office does about paper, with everything filled in that a test does not care about."""

    school: Any
    by: Person
    codes: list[str] = field(default_factory=list)

    def print_for(self, *people: Person) -> list[Sheet]:
        printing = actions.print_sheets(
            people=[person.pk for person in people],
            school_name=self.school.name,
            once=uuid.uuid4(),
            by=self.by,
            now=clock.now(),
        )
        jobs.set_sheets(printing=str(printing.pk))
        return list(printing.sheets.order_by("person__surname"))

    def paper(self, printing: Printing) -> bytes:
        return jobs.opened(Printing.objects.select_related("folder").get(pk=printing.pk))

    def scan(self, content: bytes) -> list[ScanPage]:
        scan = actions.take_in(name="scan.pdf", content=content, once=uuid.uuid4(), by=self.by, now=clock.now())
        jobs.read_scan(self.school.pk, scan=str(scan.pk))
        return list(scan.pages.all())

    def bring_back(self, *people: Person) -> list[ScanPage]:
        [sheet, *_] = self.print_for(*people)
        return self.scan(self.paper(sheet.printing))

    def confirm(self, page: ScanPage, **said: Any) -> Declaration:
        seen = {
            "signed_on": clock.today(),
            "how": "hand",
            "training": "INSET, 1 September",
            "signed_in_at": clock.now(),
        }
        return actions.confirm(page=page.pk, seen=actions.Seen(**{**seen, **said}), by=self.by, now=clock.now())


@pytest.fixture
def office(here, cast):
    return Office(here, cast["business-manager"])


@pytest.fixture
def midday(here):
    """Two people without an address."""
    return [
        make_person("Saoirse", "Hall", email="", job_title="Midday supervisor"),
        make_person("Tom", "Irwin", email=""),
    ]


@pytest.fixture
def text(ask, midday):
    return ask(*midday)


def turned(pdf: bytes, quarters: int = 0, pages: Iterable[int] | None = None) -> bytes:
    source, made = pypdfium2.PdfDocument(pdf), pypdfium2.PdfDocument.new()
    made.import_pages(source, list(pages) if pages is not None else None)
    for page in made:
        page.set_rotation(90 * quarters)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


# From the sheet to the declaration


@pytest.mark.clause("18.1")
def test_a_sheet_signed_by_hand_counts_like_any_other_declaration(office, text, midday):
    hall, irwin = midday
    pages = office.bring_back(hall, irwin)
    assert [(page.found, page.sheet.person_id) for page in pages] == [("code", hall.pk), ("code", irwin.pk)]
    declaration = office.confirm(pages[0])
    assert (declaration.kind, declaration.method, declaration.person_id) == ("signed", "paper", hall.pk)
    assert "My training rests on: INSET, 1 September" in declaration.statement
    signature = Signature.objects.get(person=hall)
    assert (signature.line, signature.sha256) == (text.line, text.sha256)
    assert not Duty.objects.open().filter(person=hall).exists()
    assert Duty.objects.open().filter(person=irwin).exists()
    witnessed = PaperSignature.objects.get(declaration=declaration)
    assert (witnessed.witness, witnessed.witness_name) == (office.by, office.by.formal_name)
    assert vault.content(witnessed.scan).startswith(b"%PDF-")
    assert witnessed.scan.folder_id == declaration.folder_id
    acts = list(Entry.objects.order_by("recorded_at", "id").values_list("act", flat=True))
    assert acts[-4:] == ["sheets.printed", "scan.taken-in", "declaration.signed", "sheet.confirmed"]


def test_nothing_of_a_confirmed_or_discarded_page_lies_about(office, text, midday):
    first, second = office.bring_back(*midday)
    office.confirm(first)
    actions.discard(page=second.pk, by=office.by, now=clock.now())
    rows = ScanPage.objects.values_list("state", "picture", "paper")
    assert sorted(rows) == [("confirmed", None, None), ("discarded", None, None)]
    assert Scan.objects.get().content is None
    assert StoredFile.objects.count() == 1


def test_the_ledger_holds_sheets_and_witnesses(office, text, midday):
    page, _other = office.bring_back(*midday)
    office.confirm(page)
    sequencer.sequence()
    assert [finding for finding in verify.verify().findings if "paper" in finding.code or "sheet" in finding.code] == []
    assert list(PagesWereDelivered().check()) == []


def test_a_declaration_on_paper_without_a_witness_is_found(office, text, midday):
    page, other = office.bring_back(*midday)
    office.confirm(page)
    actions._declare(
        other.sheet, "INSET", actions.Seen(clock.today(), "hand", "INSET", clock.now()), office.by, clock.now()
    )
    assert [finding.code for finding in PaperHasItsWitness().check()] == ["paper-unwitnessed"]


def test_a_sheet_names_every_text_that_its_person_owes(office, ask, midday):
    texts = [ask(midday[0], title=f"Policy {number}") for number in range(10)]
    sheets = office.print_for(midday[0])
    assert sorted(sheet.texts.count() for sheet in sheets) == [2, 8]
    assert {row.text_id for sheet in sheets for row in sheet.texts.all()} == {text.pk for text in texts}


def test_a_briefing_on_record_is_printed_and_one_that_is_not_is_copied(office, text, midday):
    signing.record_briefing(
        title="INSET", held_on=clock.today(), led_by="", people=[midday[0]], by=office.by, now=clock.now()
    )
    first, second = office.print_for(*midday)
    assert first.training.startswith("INSET, ")
    assert (second.training, "…………" in second.statement) == ("", True)
    pages = office.scan(office.paper(first.printing))
    assert office.confirm(pages[0], training="").training == first.training
    assert refusal(office.confirm, pages[1], training="  ").code == "no-training"


def test_the_receipt_names_the_witness(office, midday, monkeypatch, ask, text):
    page, _other = office.bring_back(*midday)
    declaration = office.confirm(page)
    source = Known()
    monkeypatch.setattr(origins, "_items", [source])
    said = " ".join(value for _label, value in paper_of(receipt(declaration, office.school))["facts"])
    assert "Saoirse Hall (by hand, on paper)" in said
    assert f"seen by {office.by.formal_name}" in said
    assert PaperSignature.objects.get().scan.sha256 in said


class Known:
    """Says of every text that it was adopted today."""

    def of(self, texts: Any) -> dict[uuid.UUID, Origin]:
        return {text: Origin(clock.today(), "26/41") for text in texts}


# Sheets that do not count


def refusal(call, *args, **said):
    with pytest.raises(Refused) as refused:
        call(*args, **said)
    return refused.value.decision


def test_nobody_witnesses_their_own_sheet(office, ask, cast):
    ask(cast["business-manager"])
    [page] = office.bring_back(cast["business-manager"])
    assert refusal(office.confirm, page).code == "own-sheet"
    assert not Declaration.objects.exists()
    office.by = cast["headteacher"]
    assert office.confirm(page).person_id == cast["business-manager"].pk


def test_a_sheet_counts_once(office, text, midday):
    [sheet] = office.print_for(midday[0])
    paper = office.paper(sheet.printing)
    [first], [again] = office.scan(paper), office.scan(paper)
    office.confirm(first)
    decision = refusal(office.confirm, again)
    assert decision.code == "used"
    assert "A sheet counts once." in decision.reason
    assert Declaration.objects.count() == 1


def test_a_sheet_of_a_version_that_is_no_longer_in_force_is_refused_with_the_day(office, desk, text, midday):
    [page] = office.bring_back(midday[0])
    desk.publish(midday, after=text)
    decision = refusal(office.confirm, page)
    assert decision.code == "not-in-force"
    assert "Social media policy”, version 1, is no longer in force since" in decision.reason


def test_a_minor_change_lets_the_sheet_count(office, desk, text, midday):
    [page] = office.bring_back(midday[0])
    desk.publish(midday, after=text, minor=True)
    assert office.confirm(page).signatures.get().line == text.line


def test_what_was_signed_on_a_phone_meanwhile_is_left_as_it_is(office, ask, text, midday):
    other = ask(midday[0], title="Phones")
    [first] = office.bring_back(midday[0])
    [second] = office.bring_back(midday[0])
    office.confirm(first)
    assert {row.text_id for row in Signature.objects.all()} == {text.pk, other.pk}
    assert refusal(office.confirm, second).code == "already-signed"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"signed_on": clock.today() + timedelta(days=1)}, "ahead"),
        ({"signed_on": clock.today() - timedelta(days=1)}, "before-printing"),
        ({"signed_in_at": clock.now() - timedelta(minutes=16)}, "sign-in-old"),
    ],
)
def test_what_a_witness_cannot_say_is_refused(office, text, midday, said, code):
    [page] = office.bring_back(midday[0])
    assert refusal(office.confirm, page, **said).code == code
    assert not PaperSignature.objects.exists()


# Scans


def test_sheets_are_found_whichever_way_and_in_whatever_order_they_were_scanned(office, text, midday):
    [sheet, *_] = office.print_for(*midday)
    pages = office.scan(turned(office.paper(sheet.printing), 3, pages=[1, 0]))
    assert [page.sheet.person for page in pages] == [midday[1], midday[0]]


def test_a_page_without_a_code_is_given_to_its_person_by_hand(office, text, midday):
    [sheet] = office.print_for(midday[0])
    blank = pypdfium2.PdfDocument.new()
    blank.new_page(595, 842)
    out = io.BytesIO()
    blank.save(out)
    [page] = office.scan(out.getvalue())
    assert (page.sheet, page.found) == (None, "no-code")
    assert refusal(office.confirm, page).code == "whose"
    actions.choose(page=page.pk, sheet=sheet.pk, by=office.by, now=clock.now())
    assert office.confirm(page).person_id == midday[0].pk


def test_another_schools_sheet_finds_nobody(office, text, midday, other_school):
    [sheet] = office.print_for(midday[0])
    paper = office.paper(sheet.printing)
    with in_school(other_school.pk):
        theirs = Office(other_school, make_person("Ada", "Byron"))
        [page] = theirs.scan(paper)
        assert (page.sheet, page.found) == (None, "strange")


def test_a_scan_that_cannot_be_read_says_why_and_is_kept_nowhere(office):
    assert office.scan(b"%PDF-1.7\nnothing") == []
    scan = Scan.objects.get()
    assert (scan.state, scan.reason, scan.content) == ("refused", "This PDF is damaged and cannot be opened.", None)


def test_reading_goes_on_after_a_crash_and_twice_is_once(office, text, midday, monkeypatch):
    [sheet, *_] = office.print_for(*midday)
    scan = actions.take_in(
        name="scan.pdf", content=office.paper(sheet.printing), once=uuid.uuid4(), by=office.by, now=clock.now()
    )
    keep = jobs._keep

    def crash(scan, page):
        if page.number == 2:
            raise SystemError("killed")
        keep(scan, page)

    monkeypatch.setattr(jobs, "_keep", crash)
    with pytest.raises(SystemError):
        jobs.read_scan(office.school.pk, scan=str(scan.pk))
    assert ScanPage.objects.count() == 1
    monkeypatch.undo()
    for _time in range(2):
        jobs.read_scan(office.school.pk, scan=str(scan.pk))
    assert [page.number for page in scan.pages.all()] == [1, 2]
    assert Scan.objects.get().state == "read"


def test_a_printed_file_is_forgotten_after_a_day_and_made_again_with_the_same_codes(office, text, midday):
    [sheet] = office.print_for(midday[0])
    printing = sheet.printing
    Printing.objects.update(asked_at=clock.now() - timedelta(days=2))
    assert jobs.sweep_paper() == 1
    assert Printing.objects.get().content is None
    actions.print_again(printing=printing, now=clock.now())
    jobs.set_sheets(printing=str(printing.pk))
    [page] = office.scan(office.paper(printing))
    assert page.sheet == sheet


def test_asking_twice_prints_once(office, text, midday):
    once = uuid.uuid4()
    for _time in range(2):
        actions.print_sheets(people=[midday[0].pk], school_name="x", once=once, by=office.by, now=clock.now())
    assert Sheet.objects.count() == 1


def test_the_pictures_of_a_page_are_sealed(office, text, midday):
    [page] = office.bring_back(midday[0])
    row = ScanPage.objects.select_related("scan__folder").get()
    assert b"PNG" not in bytes(row.picture)[:40]
    assert reads.picture(row).startswith(b"\x89PNG")
    assert page.sheet is not None


# The pages


def words(answer: Any) -> str:
    main = answer.content.decode().partition("<main")[2]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


@pytest.mark.clause("18.1")
def test_the_whole_walk_on_its_pages(school, cast, ask, signed_in):
    with in_school(school.pk):
        hall = make_person("Saoirse", "Hall", email="")
    text = ask(hall)
    manager = signed_in(cast["business-manager"])
    at = f"/s/{school.slug}/signing/"
    assert "No sheet has been printed yet" in words(manager.get(f"{at}paper/"))
    preview = manager.post(f"{at}{text.series}/print/", {"row": str(hall.pk)})
    assert "1 person gets a sheet" in words(preview)
    once = re.search(r'name="once" value="([^"]+)"', preview.content.decode())[1]
    made = manager.post(f"{at}{text.series}/print/", {"row": str(hall.pk), "confirmed": "yes", "once": once})
    with in_school(school.pk):
        printing = Printing.objects.get()
        jobs.set_sheets(printing=str(printing.pk))
    assert "1 sheet is ready to be printed" in words(manager.get(made.url))
    paper = manager.get(f"{made.url}sheets/").content

    upload = {"file": SimpleUploadedFile("scan.pdf", turned(paper, 1)), "once": str(uuid.uuid4())}
    assert "Tick the box" in words(manager.post(f"{at}paper/scans/add/", upload))
    upload["file"] = SimpleUploadedFile("scan.pdf", turned(paper, 1))
    came = manager.post(f"{at}paper/scans/add/", {**upload, "only_sheets": "on"})
    assert "The scan is being read" in words(manager.get(came.url))
    with in_school(school.pk):
        jobs.read_scan(school.pk, scan=str(Scan.objects.get().pk))
        page = ScanPage.objects.get()
    assert "1 page waits for a witness" in words(manager.get(came.url))

    here = f"{at}paper/pages/{page.pk}/"
    assert "Did Saoirse Hall sign this?" in words(manager.get(here))
    assert manager.get(f"{here}picture/").content.startswith(b"\x89PNG")
    today = clock.today()
    said = {"signed_on-day": today.day, "signed_on-month": today.month, "signed_on-year": today.year, "how": "mark"}
    refused = manager.post(here, said)
    assert refused.status_code == 422
    assert "Tick the box: I have seen this signed by Saoirse Hall" in words(refused)
    done = manager.post(here, {**said, "training": "INSET, 1 September 2026", "seen": "on"}, follow=True)
    assert "It counts: Saoirse Hall has signed." in words(done)
    assert "Every page is dealt with" in words(done)
    board = words(manager.get(f"{at}{text.series}/"))
    assert "All 1 have signed" in board
    story = words(manager.get(f"{at}{text.series}/{hall.pk}/"))
    assert "seen by" in story
    assert b"Saoirse Hall" in b"".join(manager.get(f"{at}paper/export/"))


def test_the_receipt_can_be_printed_for_whoever_cannot_sign_in(school, cast, ask, signed_in, monkeypatch):
    monkeypatch.setattr(receipt_views, "PATIENCE_SECONDS", 0)
    monkeypatch.setattr(origins, "_items", [Known()])
    with in_school(school.pk):
        hall = make_person("Saoirse", "Hall", email="")
    ask(hall)
    with in_school(school.pk):
        office = Office(school, cast["business-manager"])
        [page] = office.bring_back(hall)
        office.confirm(page)
    manager = signed_in(cast["business-manager"])
    here = f"/s/{school.slug}/signing/paper/sheets/{page.sheet_id}/"
    assert "The receipt, to hand over" in words(manager.get(here))
    assert "The receipt is being made" in words(manager.post(f"{here}receipt/", follow=True))
    with in_school(school.pk):
        make_receipt(copy=str(ReceiptCopy.objects.get().pk))
    assert manager.get(f"{here}receipt/").content.startswith(b"%PDF-")


def test_who_may_not_witness_is_told(school, cast, ask, signed_in):
    ask(cast["staff"])
    staff = signed_in(cast["staff"])
    answer = staff.get(f"/s/{school.slug}/signing/paper/scans/add/")
    assert answer.status_code == 403


def test_an_old_sign_in_is_confirmed_first_and_nothing_typed_is_lost(school, cast, ask, signed_in):
    with in_school(school.pk):
        hall = make_person("Saoirse", "Hall", email="")
    ask(hall)
    with in_school(school.pk):
        [page] = Office(school, cast["business-manager"]).bring_back(hall)
    manager = signed_in(cast["headteacher"], minutes_ago=30)
    today = clock.today()
    said = {"signed_on-day": today.day, "signed_on-month": today.month, "signed_on-year": today.year, "how": "hand"}
    address = f"/s/{school.slug}/signing/paper/pages/{page.pk}/"
    answer = manager.post(address, {**said, "training": "The INSET of autumn", "seen": "on"})
    assert answer.status_code == 302
    assert "/accounts/confirm/" in answer.url
    assert "The INSET of autumn" in manager.get(address).content.decode()
