"""What the ledger holds of the paper route: the sheets that were printed, and what witnesses confirmed."""

from collections.abc import Iterator

from accord.kernel.ledger.rows import HeldTable, every_column, held_tables
from accord.kernel.ledger.verify import Finding, TableCheck, table_checks
from accord.signing.models import Declaration
from accord.signing.paper_route.models import METHOD, PaperSignature, Sheet, SheetText

SHEET = HeldTable(Sheet, "sheet", every_column(Sheet))
SHEET_TEXT = HeldTable(SheetText, "sheet text", every_column(SheetText))
PAPER_SIGNATURE = HeldTable(PaperSignature, "paper signature", every_column(PaperSignature))


def offer() -> None:
    """Have `accord ledger verify` look at what was signed by hand."""
    for table in (SHEET, SHEET_TEXT, PAPER_SIGNATURE):
        held_tables.register(table)
    table_checks.register(PaperHasItsWitness())


class PaperHasItsWitness(TableCheck):
    """Every declaration on paper has what its witness confirmed, by somebody else, and nothing else has."""

    def check(self) -> Iterator[Finding]:
        confirmed = {row.declaration_id: row for row in PaperSignature.objects.select_related("sheet").iterator(2_000)}
        on_paper = Declaration.objects.filter(method=METHOD).order_by().values_list("id", "person_id")
        for declaration_id, person_id in on_paper.iterator(chunk_size=5_000):
            row = confirmed.pop(declaration_id, None)
            about = f"declaration {declaration_id}"
            if row is None:
                yield Finding(
                    "paper-unwitnessed", about, f"{about.capitalize()} is on paper, and no witness confirmed it."
                )
            elif person_id != row.sheet.person_id or person_id == row.witness_id:
                yield Finding("paper-witness", about, f"{about.capitalize()} is not what its witness could confirm.")
        for declaration_id in confirmed:
            about = f"declaration {declaration_id}"
            yield Finding("paper-stray", about, f"A witness confirmed {about}, which is not on paper or is gone.")
