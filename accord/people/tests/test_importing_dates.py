"""Days in every style that files have; the day comes first."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.people.importing.dates import read_date
from accord.people.importing.values import BadValue

AUGUST = date(2026, 8, 31)
FEBRUARY = date(2026, 2, 1)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        *((text, AUGUST) for text in ("31/08/2026", "31.8.26", "31-Aug-2026", "31 August 2026", "2026-08-31", "46265")),
        *(
            (text, AUGUST)
            for text in ("2026-08-31T00:00:00", "31/8/2026 00:00", "31/08/2026 00:00:00", "31st August 2026")
        ),
        *(
            (text, AUGUST)
            for text in ("Monday, 31 August 2026", "Mon 31/08/2026", "31-AUG-26", "31Aug2026", "Aug 31, 2026")
        ),
        *(
            (text, AUGUST)
            for text in ("31 8 2026", "31-08-2026", "31\\08\\2026", "20260831", "31082026", "46265.0", "46265,5")
        ),
        *(
            (text, AUGUST)
            for text in ("2026/08/31", "2026.8.31", " 31/08/2026\u00a0", "31/08/2026 12:00 AM", "31 of Aug 2026")
        ),
        *((text, AUGUST) for text in ("2026-08-31T00:00:00Z", "2026-08-31T00:00:00+01:00", "2026-08-31 00:00:00.000")),
        pytest.param("2026-08-30T23:00:00Z", AUGUST, id="midnight in London told in UTC"),
        pytest.param("2026-12-30T23:00:00Z", date(2026, 12, 30), id="an hour before midnight in winter"),
        pytest.param("01/02/2026", FEBRUARY, id="the first of February, not the second of January"),
        pytest.param("1.2.26", FEBRUARY, id="short"),
        pytest.param("29/02/2024", date(2024, 2, 29), id="leap day"),
        pytest.param("1 Sept 2026", date(2026, 9, 1), id="Sept"),
        pytest.param("1/9/49", date(2049, 9, 1), id="two digits, 49"),
        pytest.param("1/9/50", date(1950, 9, 1), id="two digits, 50"),
        pytest.param("1/9/98", date(1998, 9, 1), id="two digits, 98"),
        pytest.param("20/12/2012 09:30", date(2012, 12, 20), id="with a time"),
    ],
)
def test_dates(text, day):
    assert read_date(text) == day


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "N/A",
            "n/a",
            "-",
            "--",
            "—",
            "none",
            "ongoing",
            "Present",
            "TBC",
            "open-ended",
            "0",
            "#N/A",
            "\u00a0",
        ),
        *(
            "31/12/9999",
            "9999-12-31",
            "9999-12-31T00:00:00",
            "01/01/1900",
            "00/01/1900",
            "0001-01-01T00:00:00",
            "00/00/0000",
        ),
        *("1899-12-30", "31-Dec-4712", "31-DEC-2999", "to date"),
    ],
)
def test_no_date_is_none(text):
    assert read_date(text) is None


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        ("31/02/2026", "date-impossible", "no 31 February 2026"),
        ("29/02/2025", "date-impossible", "no 29 February 2025"),
        ("08/31/2026", "date-impossible", "no month 31"),
        ("2026-02-30", "date-impossible", "no 30 February"),
        ("2026-02-30T00:00:00Z", "date-impossible", "no 30 February"),
        ("00/05/2026", "date-impossible", "no 0 May"),
        ("14/10/0205", "date-impossible", "year 205"),
        ("14/10/2205", "date-impossible", "year 2205"),
        ("September 2026", "date-unreadable", "31/08/2026"),
        ("31 Foo 2026", "date-unreadable", "Foo"),
        ("31 Octember 2026", "date-unreadable", "Octember"),
        ("next year", "date-unreadable", "31/08/2026"),
        ("99999", "date-unreadable", "not a date"),
        ("31/08", "date-unreadable", "31/08/2026"),
        ("31/08/202", "date-unreadable", "31/08/2026"),
    ],
)
def test_days_that_are_none(text, code, says):
    with pytest.raises(BadValue, match=says) as refused:
        read_date(text)
    assert refused.value.code == code


@settings(deadline=None)
@given(
    st.dates(date(1950, 1, 1), date(2049, 12, 31)),
    st.sampled_from(
        ["%d/%m/%Y", "%d.%m.%y", "%d-%b-%Y", "%d %B %Y", "%Y-%m-%d", "%Y-%m-%dT00:00:00", "%A %d %b %y", "%Y%m%d"]
    ),
)
def test_every_day_in_every_style(day, style):
    assert read_date(day.strftime(style)) == day


@settings(deadline=None)
@given(st.dates(date(1950, 1, 1), date(2049, 12, 31)))
def test_every_day_as_excel_counts_it(day):
    assert read_date(str((day - date(1899, 12, 30)) // timedelta(days=1))) == day


@settings(deadline=None)
@given(st.text(max_size=20))
def test_any_text_is_a_date_or_none_or_refused(text):
    try:
        day = read_date(text)
    except BadValue:
        return
    assert day is None or 1930 <= day.year <= 2100
