"""What people may do by the roles that they hold, and what may become of people, their appointments and roles."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from accord.kernel.decision import ALLOW, Decision, refuse
from accord.people.roles import CAPABILITIES, ROLES, who_may

HEADTEACHER = "headteacher"
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Details:
    """Who somebody is, as the school writes it down."""

    forename: str
    surname: str = ""
    known_as: str = ""
    title: str = ""
    email: str = ""
    source_id: str = ""


@dataclass(frozen=True, slots=True)
class Post:
    """What somebody is at the school. Both days are included; a day that is None is not known or not in sight."""

    category: str
    job_title: str = ""
    team: str = ""
    line_manager: UUID | None = None
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """Some days in a row, both ends included; None where it has no end."""

    first: date | None
    last: date | None

    def meets(self, other: "Span") -> bool:
        """Whether some day lies in both."""
        return not _is_before(self.last, other.first) and not _is_before(other.last, self.first)

    def covers(self, other: "Span") -> bool:
        """Whether every day of `other` lies in this one."""
        begins = self.first is None or (other.first is not None and self.first <= other.first)
        return begins and (self.last is None or (other.last is not None and other.last <= self.last))


def may(capability: str, held: Set[str]) -> Decision:
    """Whether somebody whose roles give the capabilities `held` may use `capability`."""
    assert capability in CAPABILITIES, capability
    if capability in held:
        return ALLOW
    allowed = who_may(capability)
    names = f"{', '.join(allowed[:-1])} or {allowed[-1]}" if len(allowed) > 1 else "".join(allowed)
    what = CAPABILITIES[capability]
    return refuse("no-capability", f"“{what}” is for the {names}. Ask one of them.")


def may_be_called(details: Details) -> Decision:
    """Whether the school can tell who this is."""
    if not details.forename.strip():
        return refuse("no-name", "Write the person's forename, or the only name that they have.")
    return ALLOW


def may_have_address(email: str, holder: str | None) -> Decision:
    """Whether nobody else has this address; `holder` is the name of the other person who does."""
    if email and holder:
        return refuse("email-taken", f"This is {holder}'s address. Take it off their record first.")
    return ALLOW


def may_have_code(source_id: str, holder: str | None) -> Decision:
    """Whether nobody else has this staff code; `holder` is the name of the other person who does."""
    if source_id and holder:
        return refuse("code-taken", f"This is {holder}'s staff code. Each person has their own.")
    return ALLOW


def may_last(first: date | None, last: date | None) -> Decision:
    """Whether the days come in their order."""
    if _is_before(last, first):
        return refuse("end-before-start", f"The last day comes before the first day, {_day(first)}.")
    return ALLOW


def may_change_from(span: Span, from_day: date, last: date | None) -> Decision:
    """Whether an appointment may become another one from `from_day` on, up to and including `last`."""
    if span.first is not None and from_day <= span.first:
        return refuse("too-early", f"It begins on {_day(span.first)}. A change begins later; else put it right.")
    if _is_before(span.last, from_day):
        return refuse("already-ended", f"It ends on {_day(span.last)}. What follows is a new appointment.")
    return may_last(from_day, last)


def may_report_to(person: UUID | None, manager: UUID | None, above: Mapping[UUID, Set[UUID]]) -> Decision:
    """Whether `manager` can be a line manager of `person`; `above` gives everybody's line managers.

    Nobody manages themselves, not even through others: what goes up the line would go round in circles.
    """
    waiting, seen = [manager] if manager else [], set[UUID]()
    while waiting:
        at = waiting.pop()
        if at == person:
            return refuse("manager-circle", "Nobody can be their own line manager, not even through others.")
        if at not in seen:
            seen.add(at)
            waiting.extend(above.get(at, ()))
    return ALLOW


def may_leave(spans: Iterable[Span], last_day: date, today: date) -> Decision:
    """Whether somebody with these appointments may leave with `last_day` as their last."""
    open_ones = [span for span in spans if not _is_before(span.last, today)]
    if not open_ones:
        return refuse("already-left", "Their last day has passed. To put it right, change the appointment.")
    firsts = [span.first for span in open_ones]
    if None not in firsts and last_day < min(first for first in firsts if first):
        return refuse("end-before-start", "The last day comes before the first day in post.")
    return ALLOW


def may_stop(span: Span, last_day: date, today: date) -> Decision:
    """Whether an appointment may end with `last_day` as its last."""
    if _is_before(span.last, today):
        return refuse("already-ended", f"This appointment ended on {_day(span.last)}.")
    return may_last(span.first, last_day)


def may_give(
    role: str, span: Span, *, giver: Set[str] | None, held: Iterable[Span], email: str, today: date
) -> Decision:
    """Whether a role may be given for the days of `span` to somebody who holds it in `held` already.

    Nobody gives what they may not do themselves; `giver` are the giver's capabilities, None for the command line.
    """
    if role not in ROLES:
        return refuse("no-such-role", "There is no such role.")
    if giver is not None and not ROLES[role].capabilities <= giver:
        return refuse(
            "beyond-own", f"You may not do all that a {ROLES[role].name} may do, so you cannot give the role."
        )
    if span.first is not None and span.first < today:
        return refuse("back-dated", "A role begins today or later: what it allows cannot be allowed afterwards.")
    if not (decision := may_last(span.first, span.last)):
        return decision
    if any(span.meets(other) for other in held):
        return refuse("already-held", "They hold this role already on some of these days.")
    if role == HEADTEACHER and not email:
        return refuse("no-address", "A Headteacher must be able to sign in. Give them an e-mail address first.")
    return ALLOW


def may_pass_on(
    role: str, span: Span, *, held: Iterable[Span], theirs: Iterable[Span], passed_on: Iterable[Span], email: str
) -> Decision:
    """Whether a role may be passed on for the days of `span`, by somebody who holds it in `held` and is away then.

    `theirs` is when the person who is to stand in holds it already, `passed_on` when others stand in, `email` the
    address that they sign in with. Whoever is away keeps the role: both may then do what it allows.
    """
    if role not in ROLES or not ROLES[role].capabilities:
        return refuse("nothing-to-pass-on", "This role allows nothing that somebody else could not do already.")
    if not any(days.covers(span) for days in held):
        return refuse("not-held", "You can pass the role on only for days on which it is held.")
    if any(span.meets(days) for days in theirs):
        return refuse("already-held", "They hold this role already on some of these days.")
    if any(span.meets(days) for days in passed_on):
        return refuse("already-passed-on", "Somebody stands in already on some of these days. End that first.")
    if not email:
        return refuse("no-address", "They have no e-mail address, so they could not sign in. Choose somebody who can.")
    return ALLOW


def may_hold(appointments: Iterable[Span], span: Span) -> Decision:
    """Whether somebody with these appointments is here on some day of `span`."""
    if not any(span.meets(other) for other in appointments):
        return refuse("not-in-post", "They have no appointment on these days. Add one first.")
    return ALLOW


def may_take_on(held: Span, last_day: date, today: date) -> Decision:
    """Whether a role held in `held` may end with `last_day`; yesterday is at once."""
    if _is_before(held.last, today):
        return refuse("already-taken", "They do not hold this role any more.")
    if last_day < today - _ONE_DAY:
        return refuse("back-dated", "What the role allowed on days that have passed cannot be taken back.")
    if held.last is not None and last_day > held.last:
        text = f"They hold it until {_day(held.last)}. To let them hold it longer, give it again from the day after."
        return refuse("longer", text)
    return ALLOW


def may_take(before: Iterable[Span], after: Iterable[Span], today: date) -> Decision:
    """Whether the days with a Headteacher may become `after` where they were `before`.

    Only a Headteacher gives roles, so a school without one could not help itself.
    """
    now, then = first_day_without(before, today), first_day_without(after, today)
    if then is None or (now is not None and now <= then):
        return ALLOW
    when = "from now on" if then == today else f"from {_day(then)}"
    text = f"The school would have no Headteacher in Accord {when}. Give somebody else the role first."
    return refuse("no-headteacher", text)


def first_day_without(spans: Iterable[Span], today: date) -> date | None:
    """The first day from `today` on that lies in none of the spans; None if there is no such day."""
    day = today
    for span in sorted(spans, key=lambda span: span.first or date.min):
        if span.first is not None and span.first > day:
            return day
        if span.last is None:
            return None
        day = max(day, span.last + _ONE_DAY)
    return day


def may_touch_access(theirs: Set[str], own: Set[str] | None) -> Decision:
    """Whether the way in of somebody with the capabilities `theirs` may be changed: their address, their access.

    Whoever could send the Headteacher's sign-in to an address of their own could become Headteacher. `own` are the
    capabilities of the one who changes it, None for the command line.
    """
    if own is not None and not theirs <= own:
        text = "They may do more here than you may, so how they sign in is not yours to change. Ask a Headteacher."
        return refuse("may-do-more", text)
    return ALLOW


def may_close_seat(person: UUID, by: UUID | None) -> Decision:
    """Whether somebody's access may be closed by hand."""
    if person == by:
        return refuse("own-seat", "You cannot close your own access. Ask another person who manages people.")
    return ALLOW


def may_open_seat(email: str, *, is_gone: bool, other: str | None = None) -> Decision:
    """Whether somebody can be let in; `other` is the name of somebody else who signs in here with the address."""
    if not email:
        return refuse("no-address", "They have no e-mail address to sign in with. Add one first.")
    if is_gone:
        return refuse("already-left", "Their last day has passed. Add an appointment first.")
    if other:
        return refuse("address-signs-in", f"{other} signs in here with this address. Close their access first.")
    return ALLOW


def _is_before(last: date | None, first: date | None) -> bool:
    return last is not None and first is not None and last < first


def _day(day: date | None) -> str:
    return f"{day:%-d %B %Y}" if day else ""
