"""The duty to sign: everybody who is asked, less those who have answered or are excused."""

from collections.abc import Iterable
from datetime import date

from accord.duties.sources import Owed
from accord.people.reads.merged import survivors
from accord.signing import rules
from accord.signing.asking import all_asks
from accord.signing.models import Exemption, Signature

CODE = "signing"
FOLDER_KIND = "signatures"


class DocumentsToSign:
    """What `duties.reconcile` asks: who owes a signature today (clauses 2.1, 18.1)."""

    code = CODE
    noun = "document to sign"
    folder_kind = FOLDER_KIND

    def owed(self, today: date) -> Iterable[Owed]:
        """Four queries and those of the askers. A declined text is answered: a person decides what follows."""
        asks = all_asks(today)
        lines = [ask.line for ask in asks]
        stands_for = survivors()
        answered = set(Signature.objects.filter(line__in=lines).values_list("person_id", "line"))
        excused = set(Exemption.objects.on(today).values_list("person_id", "series"))
        answered |= {(stands_for[person], line) for person, line in answered if person in stands_for}
        excused |= {(stands_for[person], series) for person, series in excused if person in stands_for}
        for ask in asks:
            for person_id, since in ask.people.items():
                if (person_id, ask.line) in answered or (person_id, ask.series) in excused:
                    continue
                yield Owed(
                    person_id=person_id,
                    subject_id=ask.line,
                    title=ask.title,
                    clause=ask.clause or "18.1",
                    due_on=rules.due_on(ask.due_on, since),
                    minutes=ask.minutes,
                )

    def address(self, school_slug: str) -> str:
        return f"/s/{school_slug}/sign/"
