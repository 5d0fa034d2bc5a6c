"""Who answered how: what the people of the secondary said when they were asked, and who came and went meanwhile."""

from dataclasses import dataclass

from accord.demo import staffing
from accord.demo.signers import NEVER, VIEWED, Reply
from accord.people.models import Category

NOT_AT_INSET = (Category.GOVERNOR, Category.PROVIDER, Category.PERIPATETIC, Category.SUPPLY, Category.VOLUNTEER)
ILL = ("CAB", "NWA")  # On each of the INSET days, as it happens.
EXCUSED = ("LIH", "VAI")
CHAIR = f"beverley.ollerton@governors.{staffing.DOMAIN}"
LEAVING = "HEB"

FIRST_ROUND = {
    "OKN": Reply(after_days=0),
    "ASD": Reply(after_days=0),
    "PAP": Reply(after_days=1),
    CHAIR: Reply(after_days=12),
    "MCK": Reply(
        "objected",
        "I agree with all of it but for one sentence. I am to keep parents off my private accounts, and half of my "
        "family has children at this school. Please talk to me about how that can work.",
        after_days=4,
    ),
    "FEO": Reply(
        "objected",
        "I object to the part on monitoring. It says who may look, but not who checks afterwards that nobody else did.",
        after_days=6,
    ),
    "CAB": Reply(
        "declined",
        "I was ill on the training day, and I do my planning on my own computer because I have not been given a laptop. "
        "I cannot promise what the policy on own devices asks until I have one.",
        after_days=8,
    ),
}
AFTER_ALL = {"CAB": Reply(again=True)}

THIRD_ROUND = {
    "OKN": Reply(after_days=0),
    "PAP": Reply(after_days=2),
    CHAIR: Reply(after_days=7),
    "FEO": Reply(
        "objected",
        "Asking for approval of each AI tool before a lesson will stop computing teachers from teaching about them. "
        "I would like a list for my department that I can add to.",
        after_days=3,
    ),
    "GOR": Reply(
        "declined",
        "I am asked to sign in with a code from an app. I own no smartphone, and nobody has shown me the key that the "
        "policy mentions. As soon as I have one I will sign.",
        after_days=9,
    ),
    "REC": Reply(VIEWED, after_days=5, reads=0.5),
}

LAST_ROUND = {
    "OKN": Reply(after_days=0),
    "HER": Reply(after_days=1),
    CHAIR: Reply(after_days=4),
    "PAP": Reply(after_days=NEVER),  # So that the demonstration's member of staff has something to sign.
    "ASD": Reply(after_days=NEVER),
    "THZ": Reply(after_days=NEVER),
    "NWA": Reply(
        "objected",
        "The section on group chats goes further than it needs to. Our union is going to write to the governors about "
        "it. Until then I sign with this objection.",
        after_days=2,
    ),
    "REC": Reply(
        "objected",
        "I look after the year group’s page for trips, and nobody has told me what “approved” means for it.",
        after_days=4,
    ),
    "PID": Reply(
        "declined",
        "I run the page of my boys’ football club, and most of the parents on it are from this school. I will not sign "
        "until somebody tells me whether I may go on with it.",
        after_days=3,
    ),
    "MCK": Reply(VIEWED, after_days=2, reads=0.4),
    "GOR": Reply(VIEWED, after_days=3, reads=0.8),
    "CAB": Reply(VIEWED, after_days=4, reads=0.4),
}


@dataclass(frozen=True)
class Newcomer:
    """Somebody who was added by hand."""

    title: str
    forename: str
    surname: str
    post: str
    category: str
    team: str = ""
    email: str = ""


NEWCOMERS = (
    Newcomer(
        *("Miss", "Tegan", "Rowlands-Price", "Teaching Assistant", Category.PERMANENT, "Learning Support"),
        email=f"t.rowlands-price@{staffing.DOMAIN}",
    ),
    Newcomer(
        *("Mr", "Farid", "Haidari", "Supply Teacher", Category.SUPPLY, "Cover"), email=f"f.haidari@{staffing.DOMAIN}"
    ),
    Newcomer(
        "Mr", "Colin", "Hathersall", "Volunteer, school garden", Category.VOLUNTEER, email="c.hathersall@post.example"
    ),
    Newcomer("Mrs", "Bao", "Tranmere", "Midday Supervisor", Category.PERMANENT, "Lunchtime"),
)
LOOKS = {
    f"t.rowlands-price@{staffing.DOMAIN}": Reply(VIEWED, after_days=1, reads=0.9),
    f"f.haidari@{staffing.DOMAIN}": Reply(VIEWED, after_days=2, reads=0.3),
}
NEWEST = (
    Newcomer(
        *("Ms", "Rosa", "Dellamonte", "Supply Teacher", Category.SUPPLY, "Cover"),
        email=f"r.dellamonte@{staffing.DOMAIN}",
    ),
)
STARTING_TODAY = (
    Newcomer(
        *("Mr", "Kit", "Applegarth", "Teacher of French", Category.TEMPORARY, "Languages"),
        email=f"k.applegarth@{staffing.DOMAIN}",
    ),
    # Added by two people on the same day: the list of people points at both records.
    Newcomer(
        *("Mr", "Kit", "Applegarth", "Teacher of French and Spanish", Category.TEMPORARY, "Languages"),
        email=f"kit.applegarth@{staffing.DOMAIN}",
    ),
)
