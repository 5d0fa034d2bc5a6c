"""What we know ourselves that stands against an adoption: a start that is only a start, and the four policies."""

from accord.guidance.named import GUIDANCE, four_policies
from accord.policies import rules
from accord.policies.conditions import Unmet
from accord.policies.models import Elsewhere, Version
from accord.policies.starting import is_still_marked


class FourInForce:
    """The guidance stands only together with the four policies (clause F.9)."""

    def unmet(self, version: Version) -> list[Unmet]:
        """Two queries for the guidance, none for any other document. A minor change is no new adoption of it."""
        if version.document.named != GUIDANCE or version.is_minor:
            return []
        in_force, adopted = standing()
        words = rules.four_missing(four_policies(), in_force, adopted)
        return [Unmet("four-missing", words, "F.9", may_depart=True)] if words else []


def standing() -> tuple[set[str], set[str]]:
    """Which of the four policies are in force, here or elsewhere, and which have been adopted and wait."""
    codes = [each.code for each in four_policies()]
    states = [Version.State.PUBLISHED, Version.State.ADOPTED]
    versions = Version.objects.filter(document__named__in=codes, state__in=states).order_by()
    found = set(versions.values_list("document__named", "state"))
    in_force = {named for named, state in found if state == Version.State.PUBLISHED}
    in_force |= set(Elsewhere.objects.current().filter(named__in=codes).values_list("named", flat=True))
    return in_force, {named for named, state in found if state == Version.State.ADOPTED}


class NoLongerAStart:
    """A starting text of ours says in its first line that it is one. Nobody adopts it so (clause F.6)."""

    def unmet(self, version: Version) -> list[Unmet]:
        if not is_still_marked(version):
            return []
        words = (
            "The text still says in its first line that it is only a starting text. Adapt it, and take that line out."
        )
        return [Unmet("still-a-start", words, "F.6", may_depart=False)]
