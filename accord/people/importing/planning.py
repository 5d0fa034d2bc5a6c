"""Plans an import: what each row of a sheet would do to the people whom the school knows. Writes nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from .comparing import step_for
from .entries import Findings, drop_repeats, read_entries
from .headings import Mapping
from .managers import find_managers, rows_in_circles
from .matching import Register, match_entries, refuse_address
from .plans import Change, Entry, Kind, Known, Plan, Problem, Ref, Step
from .posts import Category
from .ranks import read_roles
from .sheets import Sheet

_ALONE = {"headteacher": "Headteacher", "chair": "Chair of Governors"}  # roles that one person holds at a time


def plan(
    sheet: Sheet,
    mapping: Mapping,
    existing: Sequence[Known],
    *,
    today: date,
    absent_leave: bool = False,
) -> Plan:
    """What importing `sheet` would do to `existing`, as at `today` (the school's local date).

    Somebody leaves when their last day has passed; with `absent_leave`, also when they are in
    post and no row is about them (only people with a source id, where the file has one: governors
    and volunteers are not in a records system). An empty cell changes nothing, except an empty
    end date, which means that no end is in sight. A bad row changes nothing and makes nobody
    leave. Planning again after the plan was carried out gives only unchanged rows.
    Raises UnreadableFile (no-names) if no column holds names.
    """
    mapping.require_names()
    entries, findings = read_entries(sheet, mapping)
    drop_repeats(entries, findings)
    register = Register.of(existing)
    matched = match_entries(entries, register, findings)
    _refuse_crossed_days(entries, matched, findings)
    managers = find_managers(entries, matched, register, findings)
    _settle_conflicts(entries, matched, managers, register, findings)
    steps = _steps(entries, matched, managers, mapping.fields, today, findings)
    if absent_leave:
        steps += _absent(entries, matched, register, findings, "source_id" in mapping.fields, today)
    in_post = sum(known.in_post for known in existing)
    _warn_about_roles(steps, findings)
    _warn_about_namesakes(steps, register, findings)
    _warn_about_file(mapping, findings)
    return _plan_of(steps, findings, in_post)


def _refuse_crossed_days(entries: Sequence[Entry], matched: dict[int, Known], findings: Findings) -> None:
    """Days that only cross once the row is laid over the person: an end in the file, a start in the school."""
    for entry in entries:
        known = matched.get(entry.row)
        if known is None or entry.row in findings.bad_rows or not known.starts_on or entry.starts_on:
            continue
        if entry.ends_on and entry.ends_on < known.starts_on:
            reason = f"The end comes before the start that is known here ({known.starts_on:%d/%m/%Y})."
            findings.refuse(entry.row, "ends_on", f"{entry.ends_on:%d/%m/%Y}", "end-before-start", reason)


def _settle_conflicts(
    entries: Sequence[Entry],
    matched: dict[int, Known],
    managers: dict[int, Ref],
    register: Register,
    findings: Findings,
) -> None:
    """Refuses rows that only clash once it is known which others are good.

    A row that turns bad leaves its person as they are, which may bring up another clash; so this
    goes on until nothing changes. In practice that is the second round.
    """
    rows = {entry.row: entry for entry in entries}
    while True:
        before = len(findings.bad_rows)
        for row in sorted(rows_in_circles(managers, matched, register, findings.bad_rows)):
            reason = "Following the line managers upwards from here comes back to the same person."
            findings.refuse(row, "line_manager", rows[row].manager_text, "manager-loop", reason)
        _refuse_taken_addresses(entries, matched, register, findings)
        if len(findings.bad_rows) == before:
            return


def _refuse_taken_addresses(
    entries: Sequence[Entry], matched: dict[int, Known], register: Register, findings: Findings
) -> None:
    """An address belongs to one person, also after they left, until their row gives them another."""
    given_up = {
        matched[entry.row].key
        for entry in entries
        if entry.row in matched and entry.row not in findings.bad_rows
        if entry.email and entry.email != matched[entry.row].email.lower()
    }
    for entry in entries:
        if not entry.email or entry.row in findings.bad_rows:
            continue
        own = matched[entry.row].key if entry.row in matched else ""
        holder = next(
            (known for known in register.with_email(entry) if known.key != own and known.key not in given_up), None
        )
        if holder:
            refuse_address(entry, holder, findings)


def _steps(
    entries: Iterable[Entry],
    matched: dict[int, Known],
    managers: dict[int, Ref],
    fields: frozenset[str],
    today: date,
    findings: Findings,
) -> list[Step]:
    manages = {ref for row, ref in managers.items() if row not in findings.bad_rows}
    steps = []
    for entry in entries:
        if entry.row in findings.bad_rows:
            continue
        manager = managers.get(entry.row)
        if manager and manager.row in findings.bad_rows:
            reason = f"The line manager's own row ({manager.row}) is bad, so nobody is set as line manager."
            findings.warn(entry.row, "line_manager", entry.manager_text, "manager-row-bad", reason)
            manager = None
        known = matched.get(entry.row)
        category = entry.category or (known.category if known else Category.PERMANENT.value)
        ref = Ref(key=known.key) if known else Ref(row=entry.row)
        roles = read_roles(entry.posts, category)
        roles = (*roles, "line-manager") if ref in manages else roles
        entry = replace(entry, category=category, manager=manager, roles=roles)
        steps.append(step_for(entry, known, fields, today))
    return steps


def _absent(
    entries: Iterable[Entry],
    matched: dict[int, Known],
    register: Register,
    findings: Findings,
    file_has_ids: bool,
    today: date,
) -> list[Step]:
    """People in post about whom no row speaks, not even a bad one. Their last day was yesterday."""
    spoken_of = {known.key for known in matched.values()}
    for entry in entries:
        if entry.row in findings.bad_rows and entry.row not in matched:
            perhaps = [*register.with_id(entry), *register.with_email(entry), *register.with_name(entry)]
            spoken_of |= {known.key for known in perhaps}
    yesterday = today - timedelta(days=1)
    steps = []
    for known in register.by_key.values():
        has_begun = known.starts_on is None or known.starts_on < today
        from_records = bool(known.source_id) or not file_has_ids
        if known.in_post and has_begun and from_records and known.key not in spoken_of:
            end = Change("ends_on", known.ends_on, yesterday)
            steps.append(Step(Kind.LEAVING, None, known.key, known.name, None, (end,), is_over=True))
    return steps


def _warn_about_roles(steps: Iterable[Step], findings: Findings) -> None:
    current = [step.entry for step in steps if step.entry and not step.is_over]
    for role, name in _ALONE.items():
        holders = [entry for entry in current if role in entry.roles]
        for entry in holders if len(holders) > 1 else ():
            reason = f"{len(holders)} people in this file are {name}. Check who is before giving the role."
            findings.warn(entry.row, "job_title", "; ".join(entry.posts), f"several-{role}s", reason)


def _warn_about_namesakes(steps: Sequence[Step], register: Register, findings: Findings) -> None:
    """New people who share a name with somebody known whom no other row is about: perhaps the same person."""
    spoken_of = {step.key for step in steps if step.row is not None and step.key}
    for step in steps:
        if step.kind is not Kind.NEW or step.entry is None:
            continue
        if any(known.key not in spoken_of for known in register.with_name(step.entry)):
            reason = "Somebody of this name is here already, with another code, address or start date."
            findings.warn(step.row, "surname", step.name, "namesake", reason)


def _warn_about_file(mapping: Mapping, findings: Findings) -> None:
    if mapping.pupil_headings:
        named = ", ".join(mapping.pupil_headings)
        findings.warn(None, "", named, "pupils", "These headings belong to a list of pupils or parents, not of staff.")


def _plan_of(steps: Sequence[Step], findings: Findings, in_post: int) -> Plan:
    of_kind = {kind: tuple(step for step in steps if step.kind is kind) for kind in Kind}

    def place(problem: Problem) -> int:
        return problem.row or 0

    return Plan(
        new=of_kind[Kind.NEW],
        changed=of_kind[Kind.CHANGED],
        leaving=of_kind[Kind.LEAVING],
        returning=of_kind[Kind.RETURNING],
        unchanged=of_kind[Kind.UNCHANGED],
        bad=tuple(sorted(findings.bad, key=place)),
        warnings=tuple(sorted(findings.warnings, key=place)),
        in_post_before=in_post,
    )
