"""Plans small files and carries the plans out on `Known` people, refusing what the tables would refuse."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from accord.people.importing import Entry, Kind, Known, Plan, Ref, match_headings, plan, read_table

from .staff_files import table

TODAY = date(2026, 11, 22)
HEADINGS = ("Staff Code", "Surname", "Forename", "Email", "Post", "Start Date", "End Date", "Line Manager")
ADA = Known(
    key="ada",
    forename="Ada",
    surname="Begum",
    source_id="BEA01",
    email="a.begum@hopewell.example",
    posts=("Teacher",),
    starts_on=date(2020, 9, 1),
)
HEAD = Known(key="head", forename="Grace", surname="Okafor", source_id="OKG00", email="head@hopewell.example")


def row(code="BEA01", surname="Begum", forename="Ada", email="", post="", start="", end="", manager=""):
    return (code, surname, forename, email, post, start, end, manager)


def plan_rows(*rows, existing=(), **options):
    return planned([HEADINGS, *rows], existing, today=TODAY, **options)


def only_step(made):
    (step,) = [*made.steps(), *made.unchanged]
    return step


def changes(made):
    return {change.field: (change.before, change.after) for change in only_step(made).changes}


def problems(made):
    return [(problem.row, problem.column, problem.code) for problem in made.bad]


def warnings(made):
    return [(warning.row, warning.code) for warning in made.warnings]


def planned(
    rows: Sequence[Sequence[str]], existing: Sequence[Known] = (), *, today: date, absent_leave: bool = False
) -> Plan:
    """The plan for a file of these rows, the first of which are the headings."""
    sheet = read_table(table(rows).encode())
    return plan(sheet, match_headings(sheet.headings), existing, today=today, absent_leave=absent_leave)


def carry_out(made: Plan, existing: Sequence[Known], *, today: date) -> list[Known]:
    """The people after the plan. Fails where two would share a source id or an address."""
    people = {known.key: known for known in existing}
    keys = {step.row: f"new-{len(people)}-{step.row}" for step in made.new}
    for step in made.steps():
        if step.kind is Kind.NEW:
            assert step.entry is not None
            people[keys[step.row]] = _person(keys[step.row], step.entry, keys)
            continue
        before = people[step.key]
        changes = {change.field: change.after for change in step.changes}
        assert {change.field: change.before for change in step.changes} == _as_kept(before, changes)
        if "manager" in changes:
            changes["manager"] = _key_of(changes["manager"], keys)
        people[step.key] = replace(before, **changes)
    after = [replace(known, in_post=known.ends_on is None or known.ends_on >= today) for known in people.values()]
    _refuse_what_tables_refuse(after)
    return after


def _person(key: str, entry: Entry, keys: dict[int | None, str]) -> Known:
    same = {name: getattr(entry, name) for name in ("forename", "surname", "source_id", "email", "title", "known_as")}
    same |= {name: getattr(entry, name) for name in ("posts", "team", "category", "starts_on", "ends_on")}
    return Known(key=key, manager=_key_of(entry.manager, keys), **same)


def _key_of(ref: Ref | None, keys: dict[int | None, str]) -> str:
    if ref is None:
        return ""
    return ref.key or keys[ref.row]


def _as_kept(known: Known, changes: dict) -> dict:
    kept = {name: getattr(known, name) for name in changes}
    if "manager" in kept:
        kept["manager"] = Ref(key=known.manager) if known.manager else None
    return kept


def _refuse_what_tables_refuse(people: Sequence[Known]) -> None:
    for name in ("source_id", "email"):
        used = [getattr(known, name) for known in people if getattr(known, name)]
        assert len(used) == len(set(used)), f"two people share a {name}"
    for known in people:
        assert all((known.forename, known.surname, known.category))
        assert not (known.starts_on and known.ends_on and known.ends_on < known.starts_on)
        assert known.manager != known.key
