"""What changes in a consultation, what is recorded of it, and what is refused."""

import json
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from accord.consultations import actions, jobs
from accord.consultations.actions import Said
from accord.consultations.links import hash_of, new_secret
from accord.consultations.models import BoardPaper, Body, Comment, Consultation, Invitation
from accord.consultations.tests.conftest import UNION, Desk, midday
from accord.kernel import clock
from accord.kernel.clock import LONDON
from accord.kernel.decision import Refused
from accord.kernel.models import Entry
from accord.notices.models import Notice
from accord.people.tests.cast import Cast
from accord.policies.models import Version
from accord.policies.tests.conftest import Office


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.decision.code


def test_a_consultation_tells_staff_governors_and_bodies_once(desk: Desk, draft: Version, cast: Cast) -> None:
    made = desk.start(draft, bodies=[UNION, "Parents’ association"])
    invitation = Invitation.objects.get(consultation=made, name=UNION)
    assert Notice.objects.filter(kind="consultation.opened").count() == len(cast.people)
    assert Invitation.objects.get(pk=invitation.pk).told_at is None  # Nobody has given an address.
    actions.set_contact(invitation=invitation.pk, name="Jo Rep", email="jo@union.example", by=desk.by, **desk.when)
    jobs.invite()
    jobs.invite()
    mail = Notice.objects.get(kind="consultation.link")
    assert mail.address == "jo@union.example"
    assert Invitation.objects.get(pk=invitation.pk).link_hash not in mail.body
    assert Body.objects.get(name=UNION).kind == "union"
    assert Body.objects.get(name=UNION).contact == mail.person


def test_one_that_opens_later_tells_nobody_before_its_day(desk: Desk, draft: Version, cast: Cast) -> None:
    made = desk.start(draft, opens_in=3)
    assert not Notice.objects.filter(kind="consultation.opened").exists()
    assert refusal(lambda: desk.say(made, cast["staff"])) == "not-yet"
    with clock.pretending(midday(made.opens_on)):
        jobs.invite()
    assert Notice.objects.filter(kind="consultation.opened").exists()


def test_two_do_not_run_on_one_document(desk: Desk, draft: Version) -> None:
    desk.start(draft)
    assert refusal(lambda: desk.start(draft)) == "running"


def test_a_comment_quotes_its_passage_and_a_second_click_is_the_same(desk: Desk, draft: Version, cast: Cast) -> None:
    made, key = desk.start(draft), new_secret()
    first = desk.say(made, cast["staff"], "Why?", page=1, paragraph=2, key=key)
    assert first.quotation == "Never share a passphrase with anybody."
    assert desk.say(made, cast["staff"], "Why?", page=1, paragraph=2, key=key) == first
    assert refusal(lambda: desk.say(made, cast["staff"], page=1, paragraph=99)) == "no-passage"


def test_an_anonymous_comment_leads_to_nobody_anywhere(desk: Desk, draft: Version, cast: Cast) -> None:
    made = desk.start(draft, is_anonymous_allowed=True)
    person, key = cast["staff"], new_secret()
    comment = desk.say(made, person, "I am afraid to say this.", key=key, is_anonymous=True)
    stored = Comment.objects.filter(pk=comment.pk).values().get()
    entry = Entry.objects.get(act="comment.made")
    assert entry.actor_id is None
    for kept in (str(stored), entry.detail):
        assert str(person.pk) not in kept
        assert key not in kept
    assert stored["key_hash"] == hash_of(key)


def test_without_leave_nobody_comments_without_a_name(desk: Desk, draft: Version, cast: Cast) -> None:
    made = desk.start(draft)
    assert refusal(lambda: desk.say(made, cast["staff"], is_anonymous=True)) == "named-only"


def test_words_can_be_changed_and_taken_back_until_it_closes(desk: Desk, draft: Version, cast: Cast) -> None:
    made = desk.start(draft)
    comment = desk.say(made, cast["staff"])
    actions.change(comment=comment.pk, words="Better.", by=cast["staff"], **desk.when)
    with desk.after(made):
        assert refusal(lambda: actions.change(comment=comment.pk, words="Late.", by=None, **desk.when)) == "closed"
        assert refusal(lambda: actions.withdraw(comment=comment.pk, by=None, **desk.when)) == "closed"
    actions.withdraw(comment=comment.pk, by=cast["staff"], **desk.when)
    kept = Comment.objects.get(pk=comment.pk)
    assert (kept.words, kept.withdrawn_at is None) == ("", False)


@pytest.mark.parametrize(
    ("moment", "is_taken"),
    [
        pytest.param(datetime(2026, 10, 25, 0, 30, tzinfo=LONDON), True, id="the day with 25 hours begins"),
        pytest.param(
            datetime(2026, 10, 25, 23, 59, 59, tzinfo=LONDON), True, id="its last second, an hour later than usual"
        ),
        pytest.param(datetime(2026, 10, 26, 0, 0, 0, tzinfo=LONDON), False, id="midnight after it"),
    ],
)
def test_it_closes_at_londons_midnight_when_the_clocks_go_back(
    desk: Desk, draft: Version, cast: Cast, moment: datetime, is_taken: bool
) -> None:
    with clock.pretending(datetime(2026, 10, 20, 9, tzinfo=LONDON)):
        made = desk.start(draft, days=5)
    with clock.pretending(moment):
        if is_taken:
            assert desk.say(made, cast["staff"])
        else:
            assert refusal(lambda: desk.say(made, cast["staff"])) == "closed"


def test_a_body_responds_once_and_a_letter_is_entered_with_its_day(desk: Desk, draft: Version) -> None:
    made = desk.start(draft, bodies=[UNION, "GMB"])
    union, gmb = (Invitation.objects.get(consultation=made, name=name) for name in (UNION, "GMB"))
    desk.respond(union)
    assert refusal(lambda: desk.respond(union)) == "responded"
    day = made.closes_on
    with desk.after(made):
        said = Said("We do not object.", new_secret())
        letter = actions.record_letter(invitation=gmb.pk, said=said, received_on=day, by=desk.by, **desk.when)
        again = actions.record_letter(invitation=gmb.pk, said=said, received_on=day, by=desk.by, **desk.when)
        late = Said("Once more.", new_secret())
        code = refusal(
            lambda: actions.record_letter(invitation=gmb.pk, said=late, received_on=day, by=desk.by, **desk.when)
        )
    assert letter == again
    assert (letter.is_formal, letter.received_on, letter.recorded_by, code) == (True, day, desk.by, "responded")


def test_the_last_day_moves_later_only_and_everybody_is_told(desk: Desk, draft: Version, cast: Cast) -> None:
    made = desk.start(draft)
    earlier, later = made.closes_on - timedelta(days=1), made.closes_on + timedelta(days=7)
    move = actions.move_closing
    assert refusal(lambda: move(consultation=made.pk, closes_on=earlier, by=desk.by, **desk.when)) == "not-later"
    move(consultation=made.pk, closes_on=later, by=desk.by, **desk.when)
    entry = Entry.objects.get(act="consultation.moved")
    for _ in range(2):
        jobs.tell(entry=str(entry.pk))
    assert Notice.objects.filter(kind="consultation.changed").count() == len(cast.people)


def test_no_outcome_while_somebody_waits_for_an_answer(desk: Desk, draft: Version, cast: Cast) -> None:
    made = desk.start(draft)
    comment = desk.say(made, cast["staff"])
    assert refusal(lambda: desk.conclude(made)) == "still-open"
    with desk.after(made):
        assert refusal(lambda: desk.conclude(made)) == "unanswered"
        desk.answer(comment)
        desk.conclude(made)
        assert refusal(lambda: desk.answer(comment, words="Otherwise.")) == "concluded"
        assert refusal(lambda: desk.conclude(made)) == "closed"
    assert not Consultation.objects.get(pk=made.pk).is_running


def test_called_off_is_over_and_says_why(desk: Desk, draft: Version, cast: Cast) -> None:
    made = desk.start(draft)
    actions.call_off(consultation=made.pk, because="Wrong draft.", by=desk.by, **desk.when)
    assert refusal(lambda: desk.say(made, cast["staff"])) == "called-off"
    assert desk.start(draft)  # Another may begin.


def test_a_new_link_makes_the_former_worthless(desk: Desk, draft: Version, link_of: Callable) -> None:
    made = desk.start(draft, bodies=[UNION])
    invitation = Invitation.objects.get(consultation=made, name=UNION)
    actions.set_contact(invitation=invitation.pk, name="", email="jo@union.example", by=desk.by, **desk.when)
    jobs.invite()
    first = Invitation.objects.get(pk=invitation.pk).link_hash
    actions.renew_link(invitation=invitation.pk, by=desk.by, **desk.when)
    jobs.invite()
    assert Invitation.objects.get(pk=invitation.pk).link_hash not in ("", first)
    assert Notice.objects.filter(kind="consultation.link").count() == 2


def test_feedback_is_kept_with_the_version_and_answered_with_a_message(
    desk: Desk, draft: Version, office: Office, cast: Cast
) -> None:
    in_force = Version.objects.in_force().get()
    said = desk.feedback(in_force, cast["staff"])
    assert (said.version, said.consultation) == (in_force, None)
    assert refusal(lambda: desk.feedback(draft, cast["staff"])) == "not-in-force"
    desk.answer(said)
    entry = Entry.objects.get(act="comment.answered")
    for _ in range(2):
        jobs.tell_answer(entry=str(entry.pk))
    assert Notice.objects.filter(kind="feedback.answered", person=cast["staff"]).count() == 1
    assert refusal(lambda: actions.change(comment=said.pk, words="No.", by=None, **desk.when)) == "answered"


def test_the_decision_is_bound_to_the_newest_paper_before_it(desk: Desk, draft: Version, office: Office) -> None:
    desk.held(draft)
    papers = [
        actions.make_paper(
            version=draft.pk,
            consultation=Consultation.objects.get(),
            recommendation="adapted",
            words="Please.",
            once=uuid.uuid4(),
            by=desk.by,
            now=clock.now(),
        )
        for _ in range(2)
    ]
    for number, paper in enumerate(papers):
        actions.keep_paper(paper, b"%PDF " + bytes([number]), name="paper.pdf", now=clock.now())
    adopted = office.adopt(draft, decision="adapted")
    entry = str(adopted.adoption.entry_id)
    for _ in range(2):
        jobs.bind_decision(entry=entry)
    assert [paper.adoption for paper in BoardPaper.objects.order_by("asked_at")] == [None, adopted.adoption]


def test_nothing_of_what_people_say_stands_in_the_ledger(desk: Desk, draft: Version, cast: Cast) -> None:
    made = desk.start(draft)
    comment = desk.say(made, cast["staff"], "A sentence that only I would write.")
    desk.answer(comment, "not-taken", "An answer as private as that.")
    told = " ".join(filter(None, Entry.objects.values_list("detail", flat=True)))
    assert "only I would write" not in told
    assert "as private" not in told
    assert json.loads(Entry.objects.get(act="comment.made").detail)["person"] == str(cast["staff"].pk)
