"""Sets a row against the person whom it is about: what would change, and what becomes of them."""

from datetime import date

from .plans import Change, Entry, Kind, Known, Ref, Step
from .values import as_written, fold_id

_TEXTS = ("email", "title", "forename", "surname", "known_as", "team", "category")


def step_for(entry: Entry, known: Known | None, fields: frozenset[str], today: date) -> Step:
    """What the good row `entry` would do; `fields` are those for which the file has a column."""
    over = entry.ends_on is not None and entry.ends_on < today
    if known is None:
        return Step(Kind.NEW, entry.row, "", entry.name, entry, is_over=over)
    returns = not known.in_post and not over
    changes = _changes(entry, known, tells_end=returns or "ends_on" in fields)
    if returns:
        kind = Kind.RETURNING
    elif known.in_post and over:
        kind = Kind.LEAVING
    else:
        kind = Kind.CHANGED if changes else Kind.UNCHANGED
    return Step(kind, entry.row, known.key, entry.name, entry, changes, is_over=over)


def _changes(entry: Entry, known: Known, *, tells_end: bool) -> tuple[Change, ...]:
    """What the row says otherwise. What it says nothing about stays, except an end that `tells_end` takes away."""
    changes = []
    if entry.source_id and fold_id(entry.source_id) != fold_id(known.source_id):
        changes.append(Change("source_id", known.source_id, entry.source_id))
    for name in _TEXTS:
        before, after = getattr(known, name), getattr(entry, name)
        if after and before != after and as_written(before) != as_written(after):
            changes.append(Change(name, before, after))
    if entry.posts and _as_set(entry.posts) != _as_set(known.posts):
        changes.append(Change("posts", known.posts, entry.posts))
    if entry.starts_on and entry.starts_on != known.starts_on:
        changes.append(Change("starts_on", known.starts_on, entry.starts_on))
    if tells_end and entry.ends_on != known.ends_on:
        changes.append(Change("ends_on", known.ends_on, entry.ends_on))
    if entry.manager and entry.manager != Ref(key=known.manager):
        changes.append(Change("manager", Ref(key=known.manager) if known.manager else None, entry.manager))
    return tuple(changes)


def _as_set(posts: tuple[str, ...]) -> set[str]:
    """Posts regardless of their order, which programs change from one export to the next."""
    return {as_written(post) for post in posts}
