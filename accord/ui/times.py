"""Days and times in words, as a school says them. All in London time."""

from datetime import date, datetime, time, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accord.kernel.clock import LONDON

When = date | datetime

DAY = "l j F Y"  # Friday 27 November 2026
WEEKS_FROM = 14  # From this many days on we count in weeks,
MONTHS_FROM = 70  # and from this many we name the month.


def london(when: datetime) -> datetime:
    """`when` by the clock on the school's wall. A time without a zone is taken to be London's."""
    return when.replace(tzinfo=LONDON) if when.tzinfo is None else when.astimezone(LONDON)


def day(when: When) -> str:
    """Friday 27 November 2026."""
    return date_format(_date(when), DAY)


def clock(when: datetime | time) -> str:
    """17:44."""
    local = london(when) if isinstance(when, datetime) else when
    return f"{local:%H:%M}"


def moment(when: datetime) -> str:
    """Friday 27 November 2026 at 17:44."""
    return _("%(day)s at %(clock)s") % {"day": day(when), "clock": clock(when)}


def until(when: When, now: datetime) -> str:
    """How long there is: by the day for a date, to the minute for a time ("41 h 12 m left")."""
    if isinstance(when, datetime):
        return _until_time(london(when), london(now))
    days = (when - _date(now)).days
    if days < 0:
        return ngettext("%(n)d day overdue", "%(n)d days overdue", -days) % {"n": -days}
    if days == 0:
        return _("due today")
    return ngettext("%(n)d day left", "%(n)d days left", days) % {"n": days}


def ago(when: When, now: datetime) -> str:
    """How long since: minutes and hours today, then days, weeks, and at last the month."""
    days = (_date(now) - _date(when)).days
    if days == 0 and isinstance(when, datetime):
        return _ago_today(london(now) - london(when))
    if days <= 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    if days < WEEKS_FROM:
        return _("%(n)d days ago") % {"n": days}
    if days < MONTHS_FROM:
        return _("%(n)d weeks ago") % {"n": days // 7}
    return _("in %(month)s") % {"month": date_format(_date(when), "F Y")}


def _date(when: When) -> date:
    return london(when).date() if isinstance(when, datetime) else when


def _ago_today(passed: timedelta) -> str:
    minutes = int(passed.total_seconds() // 60)
    if minutes < 1:
        return _("just now")
    if minutes < 60:
        return ngettext("%(n)d minute ago", "%(n)d minutes ago", minutes) % {"n": minutes}
    return ngettext("%(n)d hour ago", "%(n)d hours ago", minutes // 60) % {"n": minutes // 60}


def _until_time(when: datetime, now: datetime) -> str:
    minutes = int((when - now).total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    span = _("%(hours)d h %(minutes)d m") % {"hours": hours, "minutes": rest}
    return (_("%(span)s left") if minutes >= 0 else _("%(span)s overdue")) % {"span": span}
