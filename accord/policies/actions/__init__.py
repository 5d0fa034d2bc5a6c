"""Everything that changes documents, their versions, and who must sign them."""

from accord.policies.actions.council import recognise
from accord.policies.actions.decisions import BoardDecision, adopt, publish, withdraw
from accord.policies.actions.documents import About, add_document, change_audience, change_document
from accord.policies.actions.named import (
    Looked,
    Place,
    end_elsewhere,
    record_elsewhere,
    record_review,
    review_elsewhere,
    start,
)
from accord.policies.actions.versions import add_version, discard_version

__all__ = [
    "Looked",
    "Place",
    "end_elsewhere",
    "record_elsewhere",
    "record_review",
    "review_elsewhere",
    "start",
    "About",
    "BoardDecision",
    "add_document",
    "add_version",
    "adopt",
    "change_audience",
    "change_document",
    "discard_version",
    "publish",
    "recognise",
    "withdraw",
]
