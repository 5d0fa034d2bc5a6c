"""How near a document's review is."""

from datetime import date, timedelta
from enum import StrEnum

REVIEW_SOON = timedelta(days=30)


class Review(StrEnum):
    """How near a document's review is."""

    NONE = "none"
    AHEAD = "ahead"
    SOON = "soon"
    LATE = "late"


def review(review_on: date | None, today: date) -> Review:
    """On its day a review is not late yet."""
    if review_on is None:
        return Review.NONE
    if review_on < today:
        return Review.LATE
    return Review.SOON if review_on - today <= REVIEW_SOON else Review.AHEAD
