"""What must hold of a school after whatever happened to it, asked of the database past every wall."""

import json
from collections.abc import Callable
from typing import Any

from accord.config.bench.stage import Stage
from accord.config.tests.faults.crowd import Crowd
from accord.config.tests.test_cli import accord
from accord.config.tests.test_whole import Whole

DRAINED = """
SELECT (SELECT count(*) FROM kernel_pending)
     + (SELECT count(*) FROM procrastinate_jobs
        WHERE status = 'doing' OR status = 'todo' AND coalesce(scheduled_at, 'epoch') < now() - interval '3 seconds')
     + (SELECT count(*) FROM signing_receiptcopy WHERE content IS NULL)
"""


def lost(crowd: Crowd, query: Callable) -> set[tuple[str, str]]:
    """Who was told that they have signed, and has not."""
    kept = query("SELECT person_id::text, id::text FROM signing_declaration WHERE school_id = %s", crowd.stage.school)
    return set(crowd.signed.items()) - set(kept)


def doubled(stage: Stage, query: Callable) -> list[tuple]:
    """Declarations, signatures and entries of which there is more than one where one should be."""
    return query(
        """
        SELECT 'declaration', person_id::text, count(*) FROM signing_declaration
        WHERE school_id = %s GROUP BY person_id HAVING count(*) > 1
        UNION ALL
        SELECT 'signature', person_id || ' ' || line, count(*) FROM signing_signature
        WHERE school_id = %s GROUP BY person_id, line HAVING count(*) > 1
        UNION ALL
        SELECT 'entry', actor_id::text, count(*) FROM kernel_entry
        WHERE school_id = %s AND act = 'declaration.signed' GROUP BY actor_id HAVING count(*) > 1
        """,
        *[stage.school] * 3,
    )


def counts(stage: Stage, query: Callable) -> tuple[int, int, int]:
    """How many declarations, signatures and duties done the school has."""
    [found] = query(
        "SELECT (SELECT count(*) FROM signing_declaration WHERE school_id = %s), "
        "(SELECT count(*) FROM signing_signature WHERE school_id = %s), "
        "(SELECT count(*) FROM duties_duty WHERE school_id = %s AND done_at IS NOT NULL)",
        *[stage.school] * 3,
    )
    return found


def ledger(whole: Whole, *words: str) -> tuple[int, dict[int, Any]]:
    """What `accord ledger verify` says beside the running Accord: its exit code, and its report on each school."""
    done = accord(whole.home, "ledger", "verify", "--json", *words)
    assert done.stdout, done.stderr
    return done.returncode, {report["urn"]: report for report in json.loads(done.stdout)}
