import pytest

from accord.guidance.catalogue import NoSuchClause
from accord.guidance.proofs import Proof, Proofs, Standing, proofs

ADOPTION = Proof("F.1", "Adoptions with their minute reference.", "policies:document", "0.1")


def test_a_clause_has_the_proofs_that_slices_offer():
    offered = Proofs("test")
    assert offered.standing("F.1") is Standing.NOTHING_YET
    offered.register(ADOPTION)
    offered.register(Proof("F.3", "The public page.", "policies:public", "0.1"))
    assert offered.of("F.1") == [ADOPTION]
    assert offered.standing("F.1") is Standing.PROOF_SO_FAR
    assert offered.standing("F.2") is Standing.NOTHING_YET


def test_a_proof_that_is_offered_twice_counts_once():
    offered = Proofs("test")
    offered.register(ADOPTION)
    offered.register(ADOPTION)
    assert len(offered) == 1


def test_a_proof_of_a_clause_that_does_not_exist_stops_the_start():
    with pytest.raises(NoSuchClause):
        Proofs("test").register(Proof("99.1", "Nothing.", "home", "0.1"))


def test_every_proof_on_offer_says_what_where_and_since_when():
    assert all(proof.what and proof.url_name and proof.since for proof in proofs)
