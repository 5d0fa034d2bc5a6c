"""What a board needs before it adopts a text that is not the council's own (clause F.6)."""

from accord.consultations.models import Consultation
from accord.consultations.reads import concluded_for
from accord.policies.alternatives import needs_consultation
from accord.policies.conditions import Unmet
from accord.policies.models import Version


class OwnConsultation:
    """Alternative guidance cannot be adopted before the school's own consultation on it is closed and has an outcome."""

    def unmet(self, version: Version) -> list[Unmet]:
        if not needs_consultation(version) or concluded_for(version):
            return []
        running = Consultation.objects.running().filter(document=version.document_id).exists()
        return [Unmet("not-consulted", _way(is_running=running), "F.6", may_depart=False)]


def _way(*, is_running: bool) -> str:
    """What is missing, and what to do about it."""
    if is_running:
        return (
            "This text is alternative guidance, and its consultation is running. Answer every comment and record the "
            "outcome after the closing day: then the board can adopt it."
        )
    return (
        "This text is alternative guidance: it is not the council’s own file. The board must consult on it first. Start a "
        "consultation from the draft’s page; when it has closed and has an outcome, the board can adopt the text."
    )
