"""What Accord has for a clause so far. Each slice states it in its `clauses.py`; here it is only collected."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise

from accord.guidance import catalogue
from accord.kernel.registry import Registry


@dataclass(frozen=True)
class Proof:
    """What a school can show for a clause.

    `what` is one plain sentence for the reader of the guidance, `url_name` the route where it is found (with or
    without a school in its address), `since` the version of Accord that first had it.
    """

    clause: str
    what: str | Promise
    url_name: str
    since: str


class Standing(StrEnum):
    PROOF_SO_FAR = "proof"
    NOTHING_YET = "nothing-yet"


class Proofs(Registry[Proof]):
    def register(self, item: Proof) -> Proof:
        """Offer a proof. Raises NoSuchClause where the guidance has no such clause."""
        catalogue.clause(item.clause)
        return super().register(item)

    def of(self, number: str) -> list[Proof]:
        return [proof for proof in self if proof.clause == number]

    def standing(self, number: str) -> Standing:
        return Standing.PROOF_SO_FAR if self.of(number) else Standing.NOTHING_YET


proofs = Proofs("proofs of clauses")
