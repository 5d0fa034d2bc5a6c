"""Documents that a governing board adopts, their versions, who must sign them, and what the board decided."""

from accord.policies.models.decisions import Adoption, Departure
from accord.policies.models.documents import FOLDER_KIND, Audience, Document, Version
from accord.policies.models.intake import Intake
from accord.policies.models.named import CouncilFile, DocumentReview, Elsewhere

__all__ = [
    "FOLDER_KIND",
    "Adoption",
    "Audience",
    "CouncilFile",
    "Departure",
    "Document",
    "DocumentReview",
    "Elsewhere",
    "Intake",
    "Version",
]
