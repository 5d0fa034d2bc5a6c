"""Finds the line managers that rows name, and the circles in which people would manage each other."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from .entries import Findings
from .matching import Register
from .names import read_full_name
from .plans import Entry, Known, Ref
from .values import BadValue, fold_id, fold_name

_IN_BRACKETS = re.compile(r"(.*?)\s*[(\[]([^()\[\]]+)[)\]]\s*")
_CODE_FIRST = re.compile(r"(\S+)\s+[-–:]\s+(.+)")


@dataclass
class _Directory:
    """Everybody who can be named as a manager: the people of the file and those known already."""

    by_id: dict[str, set[Ref]] = field(default_factory=dict)
    by_email: dict[str, set[Ref]] = field(default_factory=dict)
    by_name: dict[tuple[str, str], set[Ref]] = field(default_factory=dict)

    def add(self, person: Entry | Known, ref: Ref) -> None:
        if person.source_id:
            self.by_id.setdefault(fold_id(person.source_id), set()).add(ref)
        if person.email:
            self.by_email.setdefault(person.email.lower(), set()).add(ref)
        surname = fold_name(person.surname)
        for called in (person.forename, person.known_as):
            if folded := fold_name(called):
                self.by_name.setdefault((surname, folded), set()).add(ref)
                self.by_name.setdefault((surname, folded[0]), set()).add(ref)

    def find(self, text: str) -> set[Ref]:
        """The people whom `text` can mean: by code, else by address, else by name."""
        for reading in _readings(text):
            found = self.by_id.get(fold_id(reading)) or self.by_email.get(reading.lower()) or self._named(reading)
            if found:
                return found
        return set()

    def _named(self, text: str) -> set[Ref]:
        try:
            name = read_full_name(text)
        except BadValue:
            return set()
        surname, forename = fold_name(name.surname), fold_name(name.forename)
        if not forename:
            return set()
        if not name.title and len(forename) > 1:
            return self.by_name.get((surname, forename), set())
        return self.by_name.get((surname, forename)) or self.by_name.get((surname, forename[0]), set())


def _readings(text: str) -> list[str]:
    """The text itself, and its parts if it holds a code and a name: “Ada Begum (BEA001)”, “BEA001 - Ada Begum”."""
    parts = _IN_BRACKETS.fullmatch(text) or _CODE_FIRST.fullmatch(text)
    return [text, *(part for part in reversed(parts.groups()) if part)] if parts else [text]


def find_managers(
    entries: Sequence[Entry], matched: Mapping[int, Known], register: Register, findings: Findings
) -> dict[int, Ref]:
    """The manager of each row that names one, by row number. Unknown and doubtful ones make the row bad.

    Bad rows count as people who can be named, so that one wrong cell in the Headteacher's row
    does not spoil everybody else's.
    """
    directory = _directory(entries, matched, register, findings)
    answers: dict[str, set[Ref]] = {}
    managers: dict[int, Ref] = {}
    for entry in entries:
        text = entry.manager_text
        if not text or entry.row in findings.bad_rows:
            continue
        if text not in answers:
            answers[text] = directory.find(text)
        found = answers[text]
        if len(found) == 1:
            manager = next(iter(found))
            if manager == _self(entry, matched):
                reason = "This names the person as their own line manager. Read as having none."
                findings.warn(entry.row, "line_manager", text, "manager-self", reason)
            else:
                managers[entry.row] = manager
        elif found:
            reason = f"This fits {len(found)} people. Name the line manager by staff code or e-mail address."
            findings.refuse(entry.row, "line_manager", text, "manager-ambiguous", reason)
        else:
            reason = "Nobody in the file or in the school has this staff code, address or name."
            findings.refuse(entry.row, "line_manager", text, "manager-unknown", reason)
    return managers


def _directory(
    entries: Iterable[Entry], matched: Mapping[int, Known], register: Register, findings: Findings
) -> _Directory:
    directory = _Directory()
    told = {matched[entry.row].key: entry for entry in entries if entry.row in matched}
    for known in register.by_key.values():
        directory.add(_as_told(known, told.get(known.key)), Ref(key=known.key))
    for entry in entries:
        if entry.row in matched or entry.row in findings.repeats:
            continue
        if entry.row not in findings.bad_rows or not register.may_mean(entry, told):
            directory.add(entry, Ref(row=entry.row))
    return directory


def _as_told(known: Known, entry: Entry | None) -> Known:
    """Somebody as they will be called once their row is in; the file names managers as it names people."""
    if entry is None:
        return known
    return replace(
        known,
        forename=entry.forename,
        surname=entry.surname,
        known_as=entry.known_as or known.known_as,
        source_id=entry.source_id or known.source_id,
        email=entry.email or known.email,
    )


def _self(entry: Entry, matched: Mapping[int, Known]) -> Ref:
    known = matched.get(entry.row)
    return Ref(key=known.key) if known else Ref(row=entry.row)


def rows_in_circles(
    managers: Mapping[int, Ref], matched: Mapping[int, Known], register: Register, bad_rows: set[int]
) -> set[int]:
    """The rows by which people would come to manage themselves, through others.

    People whose row is bad or names nobody keep the manager they have. A circle that exists
    already and that no row speaks of is nobody's fault here.
    """
    above = {Ref(key=known.key): Ref(key=known.manager) for known in register.by_key.values() if known.manager}
    told_by: dict[Ref, int] = {}
    for row, manager in managers.items():
        if row in bad_rows or manager.row in bad_rows:
            continue
        known = matched.get(row)
        below = Ref(key=known.key) if known else Ref(row=row)
        above[below] = manager
        told_by[below] = row
    return {told_by[ref] for ref in _circular(above) if ref in told_by}


def _circular(above: Mapping[Ref, Ref]) -> set[Ref]:
    """Everybody who comes back to themselves on the way up. Each person is looked at once."""
    circular: set[Ref] = set()
    done: set[Ref] = set()
    for start in above:
        path: dict[Ref, int] = {}
        at: Ref | None = start
        while at is not None and at not in done and at not in path:
            path[at] = len(path)
            at = above.get(at)
        if at is not None and at in path:
            circular |= {ref for ref, step in path.items() if step >= path[at]}
        done.update(path)
    return circular
