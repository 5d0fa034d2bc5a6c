"""How old editions are cleared away in the demonstration: one long done, one under way, each place with its person."""

from datetime import date
from functools import partial

from accord.demo.days import ONE_DAY, at
from accord.demo.office import Office
from accord.demo.past import Past
from accord.kernel import clock
from accord.withdrawals import actions
from accord.withdrawals.actions import Where
from accord.withdrawals.models import Place, Withdrawal

# Each place with its kind, who confirms it, after how many days, and what they found; None while they have not.
Told = tuple[str, str, str, int | None, str, str]
OF_2018: tuple[Told, ...] = (
    ("handbook", "Staff handbook, section 9", "HER", 2, "destroyed", "Section taken out of 14 handbooks"),
    ("room", "Folder in the staff room", "ASD", 3, "destroyed", "Two copies, shredded"),
    ("website", "Statutory information on the website", "ADS", 5, "destroyed", "Taken down, and from the search, too"),
    ("intranet", "Shared drive, “Policies”", "ADS", 5, "destroyed", "Nine copies in four folders"),
    ("inboxes", "Mail archive of the office", "HER", 9, "none", ""),
)
OF_SOCIAL_MEDIA: tuple[Told, ...] = (
    ("room", "Notice board in the staff room", "ASD", 1, "destroyed", "One copy"),
    ("intranet", "Shared drive, “Policies”", "ADS", None, "", ""),
    ("handbook", "Handbook for new staff", "HER", None, "", ""),
)


class Clearing:
    """What the office does about the withdrawals that open by themselves, and about the county's policy of 2018."""

    def __init__(self, past: Past, office: Office, *, by: str) -> None:
        self._past, self._office, self._by = past, office, by

    def plan_county_policy(self, day: date) -> None:
        """Withdrawn on the first day, and gone from everywhere within two weeks."""
        self._past.plan(at(day, 10, 15), self._withdraw_county_policy)
        self.plan(actions.COUNTY_POLICY, day, OF_2018)

    def plan(self, title: str, day: date, places: tuple[Told, ...]) -> None:
        """Name the places of an edition on `day`, and have them confirmed on the days after."""
        self._past.plan(at(day, 16, 20), lambda: self._name(title, places))
        for place in places:
            if place[3] is not None:
                self._past.plan(at(day + ONE_DAY * place[3], 12, 20), partial(self._confirm, title, place))

    def plan_rest(self, day: date) -> None:
        """Editions that nobody printed."""
        self._past.plan(at(day, 17, 10), self._close_rest)

    def _withdraw_county_policy(self) -> None:
        if Withdrawal.objects.filter(title=actions.COUNTY_POLICY).exists():
            return  # It opened by itself when the school got its Headteacher.
        by = self._office[self._by]
        actions.open_outside(title=actions.COUNTY_POLICY, lead=by, by=by, today=clock.today(), now=clock.now())

    def _name(self, title: str, places: tuple[Told, ...]) -> None:
        found, by = _of(title), self._office[self._by]
        for kind, name, code, _days, _found, _note in places:
            where = Where(kind, name, self._office[code])
            actions.add_place(withdrawal=found.pk, where=where, by=by, now=clock.now())

    def _confirm(self, title: str, told: Told) -> None:
        _kind, name, code, _days, found, note = told
        place = Place.objects.get(withdrawal=_of(title), name=name)
        actions.confirm(place=place.pk, found=found, note=note, by=self._office[code], now=clock.now())

    def _close_rest(self) -> None:
        because, by = "It was only ever read in Accord.", self._office[self._by]
        for pk in Withdrawal.objects.open().filter(places__isnull=True).values_list("pk", flat=True):
            actions.close_empty(withdrawal=pk, because=because, by=by, now=clock.now())


def _of(title: str) -> Withdrawal:
    return Withdrawal.objects.filter(title__startswith=title).latest("opened_at")
