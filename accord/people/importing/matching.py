"""Finds out whom a row is about: by source id, then by e-mail address, then by name with start date."""

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain

from .entries import Findings
from .plans import Entry, Known
from .values import fold_id, fold_name

_Named = dict[tuple[str, str], dict[date | None, list[Known]]]


@dataclass
class Register:
    """The people whom the school knows, to be looked up in constant time."""

    by_key: dict[str, Known] = field(default_factory=dict)
    by_id: dict[str, list[Known]] = field(default_factory=dict)
    by_email: dict[str, list[Known]] = field(default_factory=dict)
    by_name: _Named = field(default_factory=dict)  # by folded surname and forename, then by first day
    by_name_without_id: _Named = field(default_factory=dict)

    @classmethod
    def of(cls, existing: Iterable[Known]) -> "Register":
        register = cls()
        for known in sorted(existing, key=lambda known: known.key):
            register.by_key[known.key] = known
            if known.source_id:
                register.by_id.setdefault(fold_id(known.source_id), []).append(known)
            if known.email:
                register.by_email.setdefault(known.email.lower(), []).append(known)
            for index in (register.by_name,) if known.source_id else (register.by_name, register.by_name_without_id):
                for name in _names(known):
                    index.setdefault(name, {}).setdefault(known.starts_on, []).append(known)
        return register

    def with_id(self, entry: Entry) -> list[Known]:
        return self.by_id.get(fold_id(entry.source_id), []) if entry.source_id else []

    def with_email(self, entry: Entry) -> list[Known]:
        return self.by_email.get(entry.email, []) if entry.email else []

    def with_name(self, entry: Entry) -> Iterator[Known]:
        """Everybody of that name. Somebody with a preferred forename may come twice."""
        for name in _names(entry):
            yield from chain.from_iterable(self.by_name.get(name, {}).values())

    def namesakes(self, entry: Entry, *days: date | None) -> Iterator[Known]:
        """People of that name who began on one of `days` (any day if none is given) and have no other id."""
        index = self.by_name_without_id if entry.source_id else self.by_name
        for name in _names(entry):
            since = index.get(name, {})
            for day in days or since:
                yield from (known for known in since.get(day, ()) if _same_call(entry, known))

    def may_mean(self, entry: Entry, taken: Container[str]) -> bool:
        """Whether an entry can be about anybody whose key is not in `taken`."""
        return any(known.key not in taken for stage in _STAGES for known in stage(entry, self))


def _names(person: Entry | Known) -> set[tuple[str, str]]:
    """Every way in which a list may call somebody, folded: by forename and by preferred forename."""
    surname = fold_name(person.surname)
    return {(surname, fold_name(called)) for called in (person.forename, person.known_as) if called}


def match_entries(entries: Sequence[Entry], register: Register, findings: Findings) -> dict[int, Known]:
    """Whom each good row is about, by row number; a row that is about nobody known is not in it.

    A row that fits two people equally, or whose id belongs to somebody quite different, turns bad.
    Whom a stronger sign has given to one row, a weaker one cannot give to another. Where a row
    claims somebody's id or address under another name, weaker signs say nothing certain any more.
    """
    matched: dict[int, Known] = {}
    taken: set[str] = set()
    contested = _refuse_taken_ids(entries, register, findings)
    for stage in _STAGES:
        open_entries = [entry for entry in entries if entry.row not in matched and entry.row not in findings.bad_rows]
        claims: dict[str, list[Entry]] = {}
        for entry in open_entries:
            free = {known.key: known for known in stage(entry, register) if known.key not in taken}
            if only := _only_one(entry, list(free.values()), findings):
                claims.setdefault(only.key, []).append(entry)
        taken |= claims.keys()
        for key, claimants in claims.items():
            known = register.by_key[key]
            claiming = [entry for entry in claimants if _same_forename(entry, known)] or claimants
            if len(claiming) == 1 and key not in contested:
                matched[claiming[0].row] = known
            else:
                _refuse_claims(known, claiming, contested.get(key), findings)
        if stage is _by_email:
            contested |= _refuse_taken_addresses(open_entries, matched, register, findings)
    return matched


def _refuse_taken_ids(entries: Iterable[Entry], register: Register, findings: Findings) -> dict[str, int]:
    """Refuses rows whose id belongs to somebody quite different; returns these people's keys with the row.

    Codes made of initials are given to new people when the old ones leave.
    """
    contested: dict[str, int] = {}
    for entry in entries:
        holders = register.with_id(entry)
        if holders and entry.row not in findings.bad_rows and not any(_may_share_id(entry, known) for known in holders):
            reason = (
                f"This belongs to {holders[0].name}, whose name and address are different. "
                "Give one of them another code, or correct the name by hand first."
            )
            findings.refuse(entry.row, "source_id", entry.source_id, "source-id-taken", reason)
            contested |= {known.key: entry.row for known in holders}
    return contested


def _refuse_taken_addresses(
    entries: Iterable[Entry], matched: dict[int, Known], register: Register, findings: Findings
) -> dict[str, int]:
    """Likewise for addresses, unless their holder's own row, found by its id, gives the holder another one."""
    found = {known.key for known in matched.values()}
    contested: dict[str, int] = {}
    for entry in entries:
        if entry.row in matched or entry.row in findings.bad_rows:
            continue
        for holder in register.with_email(entry):
            if holder.key not in found:
                refuse_address(entry, holder, findings)
                contested[holder.key] = entry.row
    return contested


def refuse_address(entry: Entry, holder: Known, findings: Findings) -> None:
    """The row `entry` wants the address of `holder`, who keeps it, also after leaving."""
    left = "" if holder.in_post else ", who has left"
    reason = f"This address belongs to {holder.name}{left}. Take it off their record first."
    findings.refuse(entry.row, "email", entry.email, "email-taken", reason)


def _by_id(entry: Entry, register: Register) -> Iterator[Known]:
    return (known for known in register.with_id(entry) if _may_share_id(entry, known))


def _may_share_id(entry: Entry, known: Known) -> bool:
    """Whether one id can mean both: part of the name or the address must agree. Many begin on one 1 September."""
    return _shared_parts(entry, known) > 0 or (bool(entry.email) and entry.email == known.email.lower())


def _by_email(entry: Entry, register: Register) -> Iterator[Known]:
    """One address is one person only if part of the name agrees: addresses are handed on (head@…)."""
    for known in register.with_email(entry):
        other_id = entry.source_id and known.source_id and fold_id(entry.source_id) != fold_id(known.source_id)
        if _shared_parts(entry, known) >= (2 if other_id else 1):
            yield known


def _by_name_and_start(entry: Entry, register: Register) -> Iterator[Known]:
    """The same name, begun on the same day."""
    return register.namesakes(entry, entry.starts_on) if entry.starts_on else iter(())


def _by_bare_name(entry: Entry, register: Register) -> Iterator[Known]:
    """The same name where neither side has anything else to go by: a midday supervisor without an address."""
    if entry.source_id or entry.email:
        return
    for known in register.namesakes(entry, entry.starts_on):
        as_bare = not known.source_id and not known.email
        if as_bare and _same_forename(entry, known) and (known.in_post or known.ends_on == entry.ends_on):
            yield known


def _by_name(entry: Entry, register: Register) -> Iterator[Known]:
    """The same name where one side does not tell the start and the addresses do not differ."""
    for known in register.namesakes(entry, None) if entry.starts_on else register.namesakes(entry):
        if not (entry.email and known.email and entry.email != known.email.lower()):
            yield known


# From the strongest sign to the weakest.
_STAGES: tuple[Callable[[Entry, Register], Iterable[Known]], ...] = (
    _by_id,
    _by_email,
    _by_bare_name,
    _by_name_and_start,
    _by_name,
)


def _shared_parts(entry: Entry, known: Known) -> int:
    """How many of surname and forename are the same."""
    return int(fold_name(entry.surname) == fold_name(known.surname)) + int(_same_call(entry, known))


def _same_call(entry: Entry, known: Known) -> bool:
    """Whether the forenames agree, or one side only tells the other's preferred one. Two may both be called Addie."""
    forename, other = fold_name(entry.forename), fold_name(known.forename)
    return forename in (other, fold_name(known.known_as)) or (
        bool(entry.known_as) and fold_name(entry.known_as) == other
    )


def _same_forename(entry: Entry, known: Known) -> bool:
    return fold_name(entry.forename) == fold_name(known.forename)


def _only_one(entry: Entry, free: list[Known], findings: Findings) -> Known | None:
    """The one candidate; two equal ones make the row bad.

    A forename goes before a preferred one, then somebody who left on the very day that the row
    gives, then somebody in post before somebody who left.
    """
    if len(free) > 1:
        free = [known for known in free if _same_forename(entry, known)] or free
        free = [known for known in free if entry.ends_on and known.ends_on == entry.ends_on] or free
        free = [known for known in free if known.in_post] or free
    if len(free) > 1:
        who = " and ".join(_described(known) for known in free[:3])
        reason = f"This fits {len(free)} people equally: {who}. A staff code or address would tell them apart."
        findings.refuse(entry.row, "", entry.name, "ambiguous", reason)
        return None
    return free[0] if free else None


def _described(known: Known) -> str:
    sign = known.source_id or known.email or (f"since {known.starts_on:%d/%m/%Y}" if known.starts_on else "")
    return f"{known.name} ({sign})" if sign else known.name


def _refuse_claims(known: Known, claiming: list[Entry], claimed_by: int | None, findings: Findings) -> None:
    """Refuses rows that fit one person; `claimed_by` is a row with that person's id or address besides."""
    for entry in claiming:
        rows = [other.row for other in claiming if other is not entry] + ([claimed_by] if claimed_by else [])
        reason = (
            f"This and row {' and '.join(map(str, rows))} both seem to be about {_described(known)}. "
            "A staff code would tell them apart."
        )
        findings.refuse(entry.row, "", entry.name, "ambiguous", reason)
