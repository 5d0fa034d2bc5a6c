"""How exports and people word their headings, and how sure each wording is, from 0 to 100.

A higher number also wins where two columns want one field: a work address before a private one,
a records system's id before a payroll number. Spaces, case, accents and punctuation do not matter.
"""

FIELDS = {
    "source_id": "Staff code or id",
    "title": "Title",
    "surname": "Surname",
    "forename": "Forename",
    "known_as": "Preferred forename",
    "full_name": "Full name in one cell",
    "email": "E-mail address",
    "job_title": "Job title",
    "team": "Team or department",
    "category": "Contract type or category",
    "starts_on": "Start date",
    "ends_on": "End date",
    "line_manager": "Line manager",
}

_WORDED: dict[str, tuple[tuple[int, str], ...]] = {
    "source_id": (
        (100, "staff code, staff id, employee id, employee number"),
        (100, "employee no, employee code, staff number, staff no"),
        (100, "sims id, mis id, arbor id, arbor staff id, bromcom id"),
        (100, "integris id, scholarpack id, sourcedid, person id"),
        (98, "emp id, emp no, emp number, emp code"),
        (98, "mis reference, sims staff id, sims person id, mis staff id"),
        (98, "employee reference, staff reference, staff ref"),
        (95, "external id, system id, unique id, record id, hr id, wonde id, employee ref, external reference"),
        (85, "payroll number, payroll no, payroll id, payroll ref"),
        (85, "payroll reference, personnel number, personnel no"),
        (85, "assignment number, employment number, works number, pay number"),
        (70, "id, code, identifier, reference, ref"),
        (70, "number, unique identifier, id number, identifier number, admin no"),
        (55, "staff initials, initials code, timetable code, short code"),
    ),
    "title": (
        (100, "title, salutation, honorific, mr mrs, mr mrs ms"),
        (100, "name title, name prefix, courtesy title, form of address"),
        (70, "prefix, style"),
    ),
    "surname": (
        (100, "legal surname, legal last name, legal family name"),
        (98, "surname, last name, family name, sur name, second name, surname legal, last name legal"),
        (80, "preferred surname, preferred last name, preferred family name"),
        (80, "chosen surname, surname preferred"),
        (60, "last, sname, lname"),
    ),
    "forename": (
        (100, "legal forename, legal first name, legal given name, legal forenames, legal first names"),
        (98, "forename, first name, given name, forenames"),
        (98, "first names, given names, christian name, forename legal"),
        (60, "first, fname"),
    ),
    "known_as": (
        (100, "preferred forename, preferred first name, preferred given name, chosen forename, chosen name"),
        (98, "known as, known name, preferred name, nickname"),
        (98, "familiar name, forename preferred, called name, calling name"),
        (60, "alias"),
    ),
    "full_name": (
        (100, "full name, display name, name in full, staff name"),
        (100, "employee name, name of employee, name of staff member"),
        (98, "surname forename, forename surname, surname and forename"),
        (98, "last name first name, first name last name"),
        (95, "legal full name, name surname forename, member of staff"),
        (95, "formal name, teacher name, governor name"),
        (90, "name, names, person, employee, staff member, teacher, governor, volunteer, legal name"),
        (80, "preferred full name"),
    ),
    "email": (
        (100, "work email, work email address, school email"),
        (100, "school email address, professional email, office email"),
        (95, "email, email address, emails, mail"),
        (95, "main email, main email address, primary email, primary email address"),
        (95, "default email, email work, email school, staff email"),
        (95, "contact email, internet email, email addresses"),
        (85, "username email, user principal name, upn email, login email"),
        (85, "google email, microsoft email, email 1"),
        (60, "home email, home email address, personal email"),
        (60, "personal email address, private email, email home"),
        (50, "other email, alternative email, secondary email, email 2"),
    ),
    "job_title": (
        (100, "job title, job titles, post, posts, post title, position, position title, job role, job roles"),
        (98, "role, roles, job, job description, business role"),
        (98, "current post, main role, staff role, main post"),
        (95, "job name, role title, role name, post name"),
        (95, "post description, position name, post held, roles held"),
        (90, "designation, occupation, responsibility, responsibilities"),
        (90, "role in school, current role, role description"),
        (70, "duties, function, workforce role, governor type, type of governor"),
    ),
    "team": (
        (100, "team, department, dept, faculty, department name"),
        (100, "dept name, faculty name, team name, departments"),
        (95, "main department, curriculum area, subject area"),
        (95, "faculty department, department faculty, subject department"),
        (85, "section, division, business unit, organisational unit, org unit"),
        (85, "unit, area, work area, subject, subjects"),
        (70, "phase, key stage, department code, location, site, base, service area, group, main subject"),
    ),
    "category": (
        (100, "category, staff category, contract type, employment type"),
        (100, "type of contract, type of staff, staff type"),
        (98, "contract, employee type, employment category, employee category"),
        (98, "worker type, workforce type, staffing type"),
        (95, "employment basis, contract basis, contract category"),
        (95, "engagement type, employment status, contract status"),
        (75, "staff group, staff status, worker category, appointment type"),
        (75, "agreement type, assignment type, tenure"),
        (60, "type, status, basis, term, contract term"),
    ),
    "starts_on": (
        (100, "start date, employment start date, date started, date joined"),
        (100, "joining date, join date, date of joining"),
        (98, "date of appointment, appointment date, date appointed, appointed"),
        (98, "hire date, date hired, started"),
        (98, "commencement date, date of commencement, date of arrival"),
        (98, "arrival date, date of entry, started on"),
        (95, "school start date, post start date, contract start date"),
        (95, "contract start, role start date, employment start"),
        (95, "term of office start, start of term of office, in post from, date of employment, employed from"),
        (85, "start, from, valid from, begin date, begins"),
        (85, "effective date, effective from, from date, service start date"),
        (70, "continuous service date, continuous start date, local authority start date, la start date"),
    ),
    "ends_on": (
        (100, "end date, leaving date, date of leaving, employment end date"),
        (100, "date left, leave date, leaver date"),
        (98, "termination date, date of departure, departure date, date ended, finish date, left on, left"),
        (95, "school end date, post end date, contract end date, contract end"),
        (95, "role end date, employment end, in post to"),
        (95, "term of office end, end of term of office, date of end of term"),
        (95, "last day, last working day, employed to"),
        (85, "end, to, until, valid to, valid until, ends"),
        (85, "expiry date, effective to, to date, finish, leaving"),
    ),
    "line_manager": (
        (100, "line manager code, line manager id, manager id"),
        (100, "manager code, line manager staff code, reports to id"),
        (98, "line manager employee id, line manager number, manager employee id"),
        (98, "supervisor id, manager number"),
        (95, "line manager email, manager email, line manager email address"),
        (95, "reports to email, supervisor email"),
        (90, "line manager, line manager name, manager, manager name, reports to, reporting to, managed by"),
        (90, "line managed by, reporting manager, direct manager, supervisor"),
        (90, "supervisor name, reporting line, manager s name"),
        (70, "appraiser, reviewer, performance manager, appraisal reviewer, team leader, performance reviewer"),
    ),
}

# Second thoughts: what else a wording could mean. Offered when a person corrects the match.
_ALSO = {
    "title": "job_title",
    "role": "category",
    "name": "forename",
    "names": "forename",
    "preferred name": "full_name",
    "known name": "full_name",
    "legal name": "forename",
    "type": "job_title",
    "status": "ends_on",
    "group": "category",
    "subject": "job_title",
    "code": "line_manager",
    "governor": "category",
    "volunteer": "category",
    "supervisor": "job_title",
    "team leader": "job_title",
}

# Headings close to ours in letters or words that mean something else.
NOT_OURS = (
    "username, user name, middle name, middle names, former surname, previous surname, maiden name, other names",
    "ni number, national insurance number, teacher number, teacher reference number, dfe number, trn",
    "date of birth, birth date, dbs date, dbs number, date, start time, end time, postcode, post code, room",
    "emergency contact, emergency contact name, next of kin, school name, manager start date, post number, post id",
)

PUPIL_WORDS = (
    "year group, reg group, registration group, form group, tutor group, parental responsibility",
    "upn, lives with pupil",
    "admission number, pupil name, pupil forename, pupil surname, student name, student id, relationship to pupil",
)


def compact(text: str) -> str:
    """A wording without spaces, the key under which it is looked up."""
    return text.replace(" ", "")


def _spread(lines: tuple[str, ...]) -> frozenset[str]:
    return frozenset(compact(words.strip()) for line in lines for words in line.split(","))


KNOWN: dict[str, tuple[str, int]] = {
    key: (field, sure)
    for field, lines in reversed(_WORDED.items())
    for sure, line in reversed(lines)
    for key in _spread((line,))
}
ALSO: dict[str, str] = {compact(words): field for words, field in _ALSO.items()}
NOT_OURS_KEYS = _spread(NOT_OURS)
PUPIL_KEYS = _spread(PUPIL_WORDS)
