"""Whether two records may become one, and two again."""

from uuid import UUID

from accord.kernel.decision import ALLOW, Decision, refuse


def may_merge(survivor: UUID, duplicate: UUID, by: UUID, *, is_merged: bool) -> Decision:
    """Whether somebody may merge two records; `is_merged` is whether either was merged into another one already."""
    if survivor == duplicate:
        return refuse("one-record", "This is the same record. Choose the other one.")
    if is_merged:
        return refuse("merged-already", "One of the two was merged into another record already. Look at that one.")
    if by in (survivor, duplicate):
        return refuse("own-record", "One of the two is your own record. Ask another person who manages people.")
    return ALLOW


def may_undo(changed: bool) -> Decision:
    """Whether two records may be parted; `changed` is whether a row that was moved is no longer as it was left."""
    if changed:
        text = "Something about this person changed since, so the two records cannot be parted by themselves any more."
        return refuse("changed-since", text)
    return ALLOW


def may_have_back(holder: str | None) -> Decision:
    """Whether both records get their address and code back; `holder` is the name of somebody who has one by now."""
    if holder:
        return refuse(
            "taken-since", f"{holder} has the address or the staff code by now. Take it off their record first."
        )
    return ALLOW
