"""How near a document's review is, and when its owner is warned (clause 17.3)."""

from datetime import date
from enum import StrEnum

WARNINGS = (90, 30, 0)  # Days before the review on which its owner is told, each time anew.


class Review(StrEnum):
    """How near a document's review is."""

    NONE = "none"
    AHEAD = "ahead"
    COMING = "coming"
    SOON = "soon"
    LATE = "late"


def review(review_on: date | None, today: date) -> Review:
    """On its day a review is not late yet."""
    if review_on is None:
        return Review.NONE
    if review_on < today:
        return Review.LATE
    left = (review_on - today).days
    first, second, _last = WARNINGS
    if left <= second:
        return Review.SOON
    return Review.COMING if left <= first else Review.AHEAD


def warning(review_on: date | None, today: date) -> int | None:
    """The last of the days of warning that has come; None while the review is far away."""
    if review_on is None:
        return None
    left = (review_on - today).days
    return min((days for days in WARNINGS if left <= days), default=None)
