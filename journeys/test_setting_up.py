"""A school's first hour: what is left to set up, and the year's terms out of the council's calendar file."""

from playwright.sync_api import expect

from journeys.served import MILLBROOK

# A year that no other journey counts in.
CALENDAR = b"""BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//A council//EN
BEGIN:VEVENT
UID:1@example.org
DTSTAMP:20260101T000000Z
SUMMARY:Autumn Term 1
DTSTART;VALUE=DATE:20310902
DTEND;VALUE=DATE:20311025
END:VEVENT
BEGIN:VEVENT
UID:2@example.org
DTSTAMP:20260101T000000Z
SUMMARY:October half term
DTSTART;VALUE=DATE:20311027
DTEND;VALUE=DATE:20311101
END:VEVENT
END:VCALENDAR
""".replace(b"\n", b"\r\n")


def test_what_is_left_to_set_up_is_a_click_away_and_can_be_put_away(as_role, check):
    head = as_role("Headteacher", school=MILLBROOK)
    head.get_by_role("link", name="Setting up:").click()
    expect(head.get_by_role("heading", level=1)).to_contain_text("of 6 steps are done")
    check(head)
    head.get_by_role("button", name="See what is missing").click()
    expect(head.get_by_role("heading", level=1)).to_contain_text("of the four policies are in force")
    head.go_back()
    head.get_by_role("button", name="Take it off the home page").click()
    expect(head.get_by_role("main")).to_contain_text("no longer stands on the home page")
    head.get_by_role("button", name="Show it on the home page again").click()
    head.goto(f"/s/{MILLBROOK}/")
    expect(head.get_by_role("link", name="Setting up:")).to_be_visible()


def test_the_terms_come_from_the_councils_file(as_role, check):
    office = as_role("School Business Manager", school=MILLBROOK)
    office.goto(f"/s/{MILLBROOK}/calendar/")
    office.get_by_role("link", name="Bring the calendar in from a file").click()
    check(office)
    office.get_by_label("File").set_input_files({"name": "terms.ics", "mimeType": "text/calendar", "buffer": CALENDAR})
    office.get_by_role("button", name="Look at it").click()
    expect(office.get_by_role("heading", level=1)).to_contain_text("Terms: 1")
    expect(office.get_by_role("main")).to_contain_text("October half term")
    check(office)
    office.get_by_role("button", name="Enter them").click()
    office.goto(f"/s/{MILLBROOK}/calendar/?year=2031")
    expect(office.get_by_role("main")).to_contain_text("Autumn Term 1")
