"""What importing a staff file would do, before anything is written: the plan, and what must wait for a person."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from accord.people import importing
from accord.people.importing import Kind, Plan, Problem, Ref, Sheet, Step
from accord.people.models import Person, RoleHeld
from accord.people.posting import Posting, posting
from accord.people.reads import standing
from accord.people.reads.roll import Roll, call_roll
from accord.people.roles import capabilities_of
from accord.people.rules import may_take

Corrections = Mapping[str, int | None]
_NOWHERE = UUID(int=0)


@dataclass(frozen=True)
class Preview:
    """A plan with the people it was made for. `held_back` are rows that are good and yet must not be carried out."""

    sheet: Sheet
    columns: importing.Mapping
    plan: Plan
    roll: Roll
    postings: dict[str, Posting] = field(default_factory=dict)

    @property
    def fingerprint(self) -> str:
        """Changes with whatever would be done, so that nobody confirms what they have not seen."""
        told = [(step.kind, step.row, step.key, step.changes) for step in self.plan.steps()]
        bad = [(problem.row, problem.code) for problem in self.plan.bad]
        return sha256(repr((told, bad)).encode()).hexdigest()

    @property
    def counts(self) -> dict[str, int]:
        plan = self.plan
        return {
            "new": len(plan.new),
            "changed": len(plan.changed),
            "returning": len(plan.returning),
            "leaving": len(plan.leaving),
            "unchanged": len(plan.unchanged),
            "bad": len(plan.bad_rows) + sum(problem.row is None for problem in plan.bad),
        }


def look_at(
    content: bytes,
    *,
    corrections: Corrections | None = None,
    absent_leave: bool = False,
    by: Person | None,
    today: date,
) -> Preview:
    """Read `content`, match its headings and plan. Five queries, however long it is.

    Raises UnreadableFile, or CorrectionRefused where `corrections` of the match cannot be followed.
    """
    sheet, columns = read_columns(content, corrections)
    roll = call_roll(today)
    plan = importing.plan(sheet, columns, roll.existing, today=today, absent_leave=absent_leave)
    return _held_back(Preview(sheet, columns, plan, roll), by, today)


def read_columns(content: bytes, corrections: Corrections | None = None) -> tuple[Sheet, importing.Mapping]:
    """The table in `content`, and what each of its columns holds. Raises as `look_at` does; asks nothing."""
    sheet = importing.read_table(content)
    columns = importing.match_headings(sheet.headings, corrections)
    if columns.pupil_headings:
        named = ", ".join(columns.pupil_headings)
        reason = f"This looks like a list of pupils or parents, not of staff: it has the headings {named}."
        raise importing.UnreadableFile(reason, code="pupils")
    return sheet, columns


def _held_back(preview: Preview, by: Person | None, today: date) -> Preview:
    """`preview` without the steps that cannot be taken, which are told among the bad rows.

    Holding one back may leave an address with its owner that another step counted on, so this goes on until it rests.
    """
    postings = _postings(preview, today)
    while True:
        problems: dict[str, tuple[Step, Problem]] = {}
        for found in (
            _out_of_order(preview, postings),
            _beyond_own(preview, by, today),
            _without_headteacher(preview, postings, today),
            _addresses_kept(preview),
        ):
            problems |= {step.key or str(step.row): (step, problem) for step, problem in found}
        if not problems:
            return replace(preview, postings=postings)
        preview = _without(preview, problems)


def _without(preview: Preview, problems: Mapping[str, tuple[Step, Problem]]) -> Preview:
    held = {id(step) for step, _problem in problems.values()}
    plan = preview.plan
    kept: dict[str, Any] = {
        name: tuple(step for step in getattr(plan, name) if id(step) not in held)
        for name in ("new", "changed", "leaving", "returning")
    }
    bad = sorted([*plan.bad, *(problem for _step, problem in problems.values())], key=lambda each: each.row or 0)
    return replace(preview, plan=replace(plan, **kept, bad=tuple(bad)))


def _postings(preview: Preview, today: date) -> dict[str, Posting]:
    """What would be written about the appointments of each known person."""

    def resolve(ref: Ref) -> UUID:
        return UUID(ref.key) if ref.key else _NOWHERE  # New people have no id yet; order and days do not need one.

    return {
        step.key: posting_of(step, preview.roll, today, resolve)
        for step in preview.plan.steps()
        if step.kind is not Kind.NEW
    }


def posting_of(step: Step, roll: Roll, today: date, resolve: Callable[[Ref], UUID]) -> Posting:
    """What `step` writes about the appointments of somebody known."""
    served = roll.service(step.key)
    beside = [one for one in roll.appointments.get(step.key, ()) if one not in served]
    return posting(step, served, beside, today, resolve)


Found = Iterable[tuple[Step, Problem]]


def _out_of_order(preview: Preview, postings: Mapping[str, Posting]) -> Found:
    for step in preview.plan.steps():
        if step.key and not postings[step.key].is_in_order:
            reason = (
                "These days do not fit the appointments that are here. Put them right by hand on the person's page."
            )
            yield step, _problem(preview, step, "starts_on", "days-out-of-order", reason)


def _beyond_own(preview: Preview, by: Person | None, today: date) -> Found:
    """Addresses of people who may do more than whoever imports: the Headteacher's sign-in could be sent elsewhere."""
    own = standing.capabilities_on(by, today)
    readdressed = [step for step in preview.plan.steps() if any(change.field == "email" for change in step.changes)]
    if own is None or not readdressed:
        return
    held: dict[str, set[str]] = {}
    for person, role in RoleHeld.objects.filter(person__in=[step.key for step in readdressed]).values_list(
        "person", "role"
    ):
        held.setdefault(str(person), set()).add(role)
    for step in readdressed:
        if not capabilities_of(held.get(step.key, set())) <= own:
            reason = "They may do more here than you may, so their address is not yours to change. Ask a Headteacher."
            yield step, _problem(preview, step, "email", "may-do-more", reason)


def _without_headteacher(preview: Preview, postings: Mapping[str, Posting], today: date) -> Found:
    before = standing.leading()
    planned = {step.key: step for step in preview.plan.steps() if step.key}
    heads = {str(each.person) for each in before} & planned.keys()
    ends = {key: postings[key].last_day(preview.roll.appointments.get(key, ())) for key in heads}
    after = [replace(each, last_day=ends.get(str(each.person), each.last_day)) for each in before]
    decision = may_take(standing.led(before), standing.led(after), today)
    if not decision:
        for key in sorted(heads):
            if ends[key] is not None:
                yield planned[key], _problem(preview, planned[key], "ends_on", decision.code, decision.reason)


def _addresses_kept(preview: Preview) -> Found:
    """Rows that take an address or a code which its owner keeps after all, because the owner's row was held back."""
    for name, code in (("email", "email-taken"), ("source_id", "source-id-taken")):
        owners: dict[object, str] = {}
        changing = {
            step.key: change.after for step in preview.plan.steps() for change in step.changes if change.field == name
        }
        for known in preview.roll.existing:
            if (value := getattr(known, name)) and known.key not in changing:
                owners[value] = known.name
        for step in preview.plan.steps():
            told = changing.get(step.key) if step.key else getattr(step.entry, name)
            if told and told in owners:
                reason = f"This belongs to {owners[told]}, whose own row cannot be carried out."
                yield step, _problem(preview, step, name, code, reason)


def _problem(preview: Preview, step: Step, name: str, code: str, reason: str) -> Problem:
    column = preview.columns.column(name)
    value = next((str(change.after or "") for change in step.changes if change.field == name), "")
    reason = reason if step.row else f"{step.name}: {reason}"
    return Problem(step.row, column.label if column else "", value or step.name, code, reason)
