"""A superuser of the database changes what was signed and what it rests on, and an old receipt gives it away."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from accord.config.bench.browser import Browser
from accord.config.tests.faults.crowd import Crowd
from accord.config.tests.faults.holding import DRAINED, ledger
from accord.config.tests.test_cli import accord
from accord.config.tests.test_supervisor import until
from accord.config.tests.test_whole import Whole

pytestmark = [pytest.mark.slow, pytest.mark.faults]

_TAIL = "school_id = {school} AND position >= 3"
_CUT = f"""
DELETE FROM signing_receiptcopy WHERE school_id = {{school}};
DELETE FROM signing_signature WHERE school_id = {{school}};
DELETE FROM signing_declaration WHERE school_id = {{school}};
DELETE FROM kernel_entry e USING kernel_leaf l WHERE l.entry_id = e.id AND l.{_TAIL};
DELETE FROM kernel_leaf WHERE {_TAIL};
DELETE FROM kernel_head WHERE school_id = {{school}} AND size > 3;
"""
# What was done to a school after everybody had signed, and what it is called when it is found. One school for each.
ATTACKS = {
    "nothing": ("SELECT 1", None),
    "edit a declaration": ("UPDATE signing_declaration SET typed_name = 'X' WHERE id = '{last}'", "declaration-edited"),
    "edit a signature": (
        "UPDATE signing_signature SET sha256 = repeat('0', 64) WHERE declaration_id = '{last}'",
        "declaration-edited",
    ),
    "delete a declaration": (
        "DELETE FROM signing_receiptcopy WHERE declaration_id = '{last}'; "
        "DELETE FROM signing_signature WHERE declaration_id = '{last}'; "
        "DELETE FROM signing_declaration WHERE id = '{last}'",
        "declaration-deleted",
    ),
    "take a role": (
        "INSERT INTO people_roleheld (id, school_id, person_id, role, starts_on, because) "
        "SELECT gen_random_uuid(), school_id, person_id, 'headteacher', signed_at::date, '' "
        "FROM signing_declaration WHERE id = '{last}'",
        "role-unrecorded",
    ),
    "have somebody's passphrase sent elsewhere": (
        "UPDATE people_account SET email = 'me@evil.example' WHERE id = (SELECT account_id FROM people_seat s "
        "JOIN signing_declaration d ON d.person_id = s.person_id WHERE d.id = '{last}')",
        "seat-edited",
    ),
    "take a page from somebody who signed it": (
        "DELETE FROM signing_delivery USING signing_declaration d "
        "WHERE d.id = '{last}' AND signing_delivery.person_id = d.person_id AND number = 2",
        "delivery-missing",
    ),
    "edit an entry": (
        "UPDATE kernel_entry SET recorded_at = recorded_at - interval '1 day' WHERE subject_id = '{last}'",
        "entry-edited",
    ),
    "delete an entry": ("DELETE FROM kernel_entry WHERE subject_id = '{last}'", "entry-deleted"),
    "swap two": (
        "UPDATE kernel_leaf SET position = 1000 WHERE position = 1 AND school_id = {school}; "
        "UPDATE kernel_leaf SET position = 1 WHERE position = 2 AND school_id = {school}; "
        "UPDATE kernel_leaf SET position = 2 WHERE position = 1000 AND school_id = {school}",
        "head-root",
    ),
    "cut everything after the third entry": (_CUT, "receipt-cut"),
}


def receipt_of_the_last(crowd: Crowd, whole: Whole, path: Path) -> Path:
    """The receipt of whoever signed last, as their browser downloads it."""
    signer = crowd.stage.signers[-1]
    crowd.ask_for_receipt(signer)
    browser = Browser(whole.port, signer.session)
    address, give_up_at = (
        f"/s/{crowd.stage.slug}/my-record/{crowd.signed[signer.person]}/receipt/",
        time.monotonic() + 20,
    )
    while not (paper := browser.get(address).body).startswith(b"%PDF"):
        assert time.monotonic() < give_up_at, paper[:500]
        time.sleep(0.1)
    browser.close()
    path.write_bytes(paper)
    return path


def test_whatever_a_superuser_does_is_named(
    whole: Whole, make_stages: Callable, query: Callable, tmp_path: Path
) -> None:
    stages = dict(zip(ATTACKS, make_stages(schools=len(ATTACKS), people=3, documents=1), strict=True))
    crowds = {name: Crowd(stage, whole.port) for name, stage in stages.items()}
    receipts = []
    for number, crowd in enumerate(crowds.values()):
        for signer in crowd.stage.signers:
            crowd.sign(signer)
        assert crowd.wrong == []
        receipts.append(receipt_of_the_last(crowd, whole, tmp_path / f"{number}.pdf"))
    until(lambda: query(DRAINED) == [(0,)], whole, 30)
    words = [word for path in receipts for word in ("--receipt", str(path))]
    before, reports = ledger(whole, *words)
    assert before == 0, reports
    for name, (statement, _code) in ATTACKS.items():
        last = crowds[name].signed[stages[name].signers[-1].person]
        for part in filter(str.strip, statement.format(school=stages[name].school, last=last).split(";")):
            query(part)
    after, reports = ledger(whole, *words)
    assert after == 1
    found = {name: {each["code"] for each in reports[stage.urn]["findings"]} for name, stage in stages.items()}
    for name, (_statement, code) in ATTACKS.items():
        assert found[name] == set() if code is None else code in found[name], (name, found[name])
    # And whoever still has the receipt can show it to anybody.
    assert accord(whole.home, "receipt", "verify", str(receipts[0])).returncode == 0
    assert accord(whole.home, "receipt", "verify", str(receipts[-1])).returncode == 1
