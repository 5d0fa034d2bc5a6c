"""Registers: declared columns and filters, and everything that the address says about sorting, searching and pages.

Only what was declared is ever asked of the database: a key, a direction or a choice that is not ours is passed over.
A table makes two queries at most, one to count and one for its page; what the cells look up is the caller's to prefetch.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accord.kernel.decision import ALLOW, Decision
from accord.ui import narrowing
from accord.ui.cells import Cell, Row
from accord.ui.exports import ASKED, CSV, PDF, XLSX, papers
from accord.ui.paging import Paging

Text = str | Promise


@dataclass(frozen=True)
class Column:
    """A column. `value` is a path ("person.name") or a function of the row; without it the key is the path.

    `sort` names what the database orders by, several with commas; empty means that it does not sort.
    """

    key: str
    label: Text
    value: str | Callable[[Any], Any] = ""
    sort: str = ""
    numeric: bool = False
    link: Callable[[Any], str] | None = None

    def of(self, row: Any) -> Any:
        """The value of this column in `row`."""
        return self.value(row) if callable(self.value) else narrowing.follow(row, self.value or self.key)


@dataclass(frozen=True)
class Filter:
    """A choice over the table. `by` is a lookup ("team_id"), or a function that narrows the rows by the chosen value."""

    key: str
    label: Text
    choices: Sequence[tuple[str, Text]]
    by: str | Callable[[Any, str], Any] = ""

    def narrow(self, rows: Any, chosen: str) -> Any:
        if callable(self.by):
            return self.by(rows, chosen)
        return narrowing.equal(rows, self.by or self.key, chosen)


@dataclass(frozen=True)
class Bulk:
    """Something to do with the ticked rows. It posts `row` (their keys), and `all` and `query` where all were meant."""

    label: Text
    url: str
    decision: Decision = ALLOW
    style: str = "secondary"


@dataclass(frozen=True)
class Heading:
    """A column's heading, with the address that sorts by it, and how it is sorted now (as ARIA says it)."""

    column: Column
    url: str
    sorted: str


class Table:
    """A register. Subclass it to declare, or pass the same names to it.

    `rows` is a queryset, or a list; with `total` it is one page that the caller has narrowed, sorted and cut already
    (`chosen`, `words`, `ordering` and `bounds` say how).
    """

    caption: Text = ""
    columns: Sequence[Column] = ()
    filters: Sequence[Filter] = ()
    search: Sequence[str] = ()  # Lookups ("person__name"), or paths for a list.
    search_label: Text = _("Search by name")
    order: str = ""  # A column's key, with a minus for descending.
    page_size: int = 50
    bulk: Sequence[Bulk] = ()
    export: str = ""  # The address of the export; the table's own query is put behind it.
    printable: bool = True
    empty_title: Text = _("Nothing here yet")
    empty_text: Text = ""
    key: str = "pk"
    prefix: str = ""  # Where a page has two tables.

    def __init__(
        self,
        request: HttpRequest,
        rows: Any,
        *,
        total: int | None = None,
        ticked: Collection[str] = (),
        query: QueryDict | None = None,
        **declared: Any,
    ) -> None:
        for name, value in declared.items():
            assert hasattr(type(self), name), name
            setattr(self, name, value)
        self._given = rows
        self._total = total
        self._ticked = frozenset(ticked)
        self.query = request.GET if query is None else query

    # What the address says

    def asked(self, name: str) -> str:
        return self.query.get(self.prefix + name, "").strip()

    @cached_property
    def chosen(self) -> dict[str, str]:
        """The filters in use: key to value. A value that is not among the choices is passed over."""
        asked = {each.key: self.asked(each.key) for each in self.filters}
        allowed = {each.key: {str(value) for value, _label in each.choices} for each in self.filters}
        return {key: value for key, value in asked.items() if value and value in allowed[key]}

    @cached_property
    def words(self) -> str:
        """What was searched for."""
        return self.asked("q").replace("\x00", "") if self.search else ""

    @cached_property
    def sorting(self) -> tuple[Column | None, bool]:
        """The column that the rows are sorted by, and whether downwards."""
        for asked in (self.asked("sort"), self.order):
            for column in self.columns:
                if column.sort and asked.removeprefix("-") == column.key:
                    return column, asked.startswith("-")
        return None, False

    @property
    def ordering(self) -> list[str]:
        """What a queryset is ordered by; the key at the end, so that no row stands on two pages."""
        column, down = self.sorting
        fields = column.sort.split(",") if column else []
        return [*(narrowing.turned(field) if down else field for field in fields), self.key]

    @property
    def is_narrowed(self) -> bool:
        return bool(self.chosen or self.words)

    # The rows

    @cached_property
    def everything(self) -> Any:
        """All rows that the filters and the search leave, in order: what an export or a bulk act takes."""
        rows = self._given
        if self._total is not None:
            return rows
        for each in self.filters:
            if each.key in self.chosen:
                rows = each.narrow(rows, self.chosen[each.key])
        if self.words:
            rows = narrowing.containing(rows, self.search, self.words)
        return narrowing.ordered(rows, self.ordering, *self.sorting)

    @cached_property
    def total(self) -> int:
        return self._total if self._total is not None else narrowing.count(self.everything)

    @cached_property
    def paging(self) -> Paging:
        asked = narrowing.whole_number(self.asked("page")) or 1
        return Paging(asked, self.page_size, self.total, self.url)

    @property
    def bounds(self) -> tuple[int, int]:
        """Where the page begins and ends among all rows, for a caller that cuts them."""
        return self.paging.first - 1, self.paging.last

    @cached_property
    def rows(self) -> list[Row]:
        """The rows of this page."""
        if not self.total:
            return []
        page = self._given if self._total is not None else self.everything[slice(*self.bounds)]
        return [self._row(each) for each in page]

    def _row(self, each: Any) -> Row:
        key = str(narrowing.follow(each, self.key))
        cells = [
            Cell(label, column.of(each), column.link(each) if column.link else "", column.numeric)
            for label, column in self._labelled
        ]
        return Row(each, key, cells, key in self._ticked or self.asked("tick") == "all")

    @cached_property
    def _labelled(self) -> list[tuple[str, Column]]:
        """Each column with its label in the reader's language: looked up once, not for every cell."""
        return [(str(column.label), column) for column in self.columns]

    # What the page needs

    def url(self, **changes: Any) -> str:
        """The table's address with `changes`; what else the address says is kept, and None takes a name away."""
        query = self.query.copy()
        for name, value in {"tick": None, **changes}.items():
            query.pop(self.prefix + name, None)
            if value is not None:
                query[self.prefix + name] = str(value)
        return "?" + query.urlencode()

    @property
    def headings(self) -> Iterator[Heading]:
        current, down = self.sorting
        for column in self.columns:
            here = column is current
            turned = f"-{column.key}" if here and not down else column.key
            said = ("descending" if down else "ascending") if here else ""
            yield Heading(column, self.url(sort=turned, page=None) if column.sort else "", said)

    @property
    def sorts(self) -> list[tuple[str, Text, bool]]:
        """The choices of the phone's "Sort by", whose headings are not seen."""
        current, down = self.sorting
        return [
            (column.key, column.label, column is current and not down) for column in self.columns if column.sort
        ] + ([(f"-{current.key}", current.label, True)] if current and down else [])

    @property
    def carried(self) -> list[tuple[str, str]]:
        """What else is in the address and must stay when the filters are sent."""
        ours = {self.prefix + name for name in ("q", "sort", "page", "tick", *(each.key for each in self.filters))}
        return [(name, value) for name, values in self.query.lists() if name not in ours for value in values]

    @property
    def cleared(self) -> str:
        return self.url(q=None, page=None, **{each.key: None for each in self.filters})

    @property
    def tick_all(self) -> str:
        return self.url(tick="all")

    def export_url(self, form: str) -> str:
        """Where the list is had as `form` ("csv", "xlsx"), narrowed and sorted as it is here."""
        query = self.query.copy()
        query[ASKED] = form
        return f"{self.export}?{query.urlencode()}"

    @property
    def exports(self) -> list[tuple[Text, str]]:
        """Each form in which the list can be had, with its address; nothing where it has no export."""
        if not self.export:
            return []
        return [(_("Excel"), self.export_url(XLSX)), (_("CSV"), self.export_url(CSV))]

    @property
    def paper_url(self) -> str:
        """Where the list is asked for as a paper, if anybody sets papers."""
        return self.export_url(PDF) if self.export and len(papers) else ""

    @property
    def told(self) -> str:
        """What the list was narrowed by, in words, for whoever finds it on paper."""
        parts = []
        for each, value in self.narrowed_by:
            if value:
                label = next(label for choice, label in each.choices if str(choice) == value)
                parts.append(f"{each.label}: {label}.")
        if self.words:
            parts.append(_("Search: “%(words)s”.") % {"words": self.words})
        return " ".join(str(part) for part in parts)

    @property
    def narrowed_by(self) -> list[tuple[Filter, str]]:
        """Each filter with its chosen value, for the page."""
        return [(each, self.chosen.get(each.key, "")) for each in self.filters]
