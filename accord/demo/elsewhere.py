"""What the demonstration's schools keep outside Accord, so that one list shows everything that the guidance names."""

from dataclasses import dataclass
from datetime import date, timedelta

from accord.demo.documents import Shelf
from accord.demo.office import Office
from accord.policies.actions import Place
from accord.policies.rules import Adopted

WEBSITE = "https://www.hopewell.example/policies"


@dataclass(frozen=True)
class Kept:
    """A named document, where it is kept, who looks after it, and in how many days its review is due."""

    code: str
    where: str
    owner: str  # A staff code or an address.
    days: int
    is_public: bool = True

    @property
    def link(self) -> str:
        return f"{WEBSITE}/{self.code}" if self.is_public else ""


_SITE, _STAFF_ROOM = "School website, under Policies", "Staff handbook, in the shared folder"
# The confidentiality policy is missing: the list must have something to say.
HOPEWELL = (
    Kept("safeguarding", _SITE, "ASD", 282),
    Kept("online-safety", _SITE, "ASD", 282),
    Kept("behaviour", _SITE, "ASD", 190),
    Kept("harassment", _STAFF_ROOM, "HER", 151, is_public=False),
    Kept("equality", _SITE, "HER", 402),
    Kept("complaints", _SITE, "HER", 74),
    Kept("whistleblowing", _STAFF_ROOM, "HER", 151, is_public=False),
    Kept("disciplinary", _STAFF_ROOM, "HER", 151, is_public=False),
    Kept("anti-bullying", _SITE, "ASD", 190),
    Kept("data-protection", _SITE, "HER", 229),
    Kept("health-safety", _SITE, "HER", 320),
)


def keep(shelf: Shelf, office: Office, kept: tuple[Kept, ...], today: date, *, by: str) -> None:
    """Record all of it."""
    for each in kept:
        place = Place(each.where, office[each.owner], each.link, today + timedelta(days=each.days))
        shelf.hold_elsewhere(each.code, place, by=office[by])


def keep_bought_in(shelf: Shelf, code: str, adopted: Adopted, office: Office, owner: str, review_on: date) -> None:
    """One of the four policies that was bought in, with its adoption."""
    place = Place("Bought in from the authority, in the office safe", office[owner], "", review_on, adopted)
    shelf.hold_elsewhere(code, place, by=office[owner])
