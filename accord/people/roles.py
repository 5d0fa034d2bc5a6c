"""Who may do what: capabilities as sentences, roles as named bundles of them. The one table; tests enforce it."""

from dataclasses import dataclass

CAPABILITIES: dict[str, str] = {
    "school.settings": "Change the school's details, terms and closed days",
    "school.export": "Take everything of the school out of Accord, as one file",
    "people.see": "See everyone who works at the school and what they are appointed to",
    "people.manage": "Add, change and end people, and import them from a file",
    "people.roles": "Give and take away roles",
    "policies.see": "See every document, drafts included",
    "policies.manage": "Put documents in, and say who must sign them",
    "policies.adopt": "Record that the governing board adopted a document",
    "policies.publish": "Publish an adopted document and ask people to sign",
    "consultations.lead": "Lead consultations, read and answer comments and feedback, and make the board's paper",
    "signing.board": "See who has signed and who has not",
    "signing.remind": "Remind people to sign, and excuse them with a reason",
    "signing.reasons": "Read why somebody declined, or what they objected to",
    "signing.paper": "Print sheets to be signed by hand, and bring in their scans",
    "signing.witness": "Confirm that somebody signed a sheet by hand",
    "training.record": "Record a briefing or meeting and who was there",
    "notices.see": "See which messages went out and which could not be delivered",
    "ledger.see": "See the ledger and check that nobody has changed it",
    "ledger.keys": "Replace the school's keys, and say who gets the ledger's head by mail",
}


@dataclass(frozen=True)
class Role:
    """A role, what it is for in a sentence, and its capabilities."""

    code: str
    name: str
    purpose: str
    capabilities: frozenset[str] = frozenset()


_LEADER = {"people.see", "policies.see", "signing.board", "signing.remind", "signing.reasons", "training.record"}
_LEADER |= {"signing.paper", "signing.witness"}
_OFFICE = {"people.see", "people.manage", "policies.see", "policies.manage", "signing.board", "signing.remind"}
_OFFICE |= {"signing.paper", "signing.witness", "notices.see", "training.record", "school.settings"}

ROLES: dict[str, Role] = {
    role.code: role
    for role in [
        Role("headteacher", "Headteacher", "Leads the school and decides.", frozenset(CAPABILITIES)),
        Role(
            "deputy",
            "Deputy Headteacher",
            "Stands in for the Headteacher.",
            frozenset(set(CAPABILITIES) - {"people.roles", "policies.adopt", "school.export"}),
        ),
        Role("senior-leader", "Senior leader", "Sees how signing goes and reminds people.", frozenset(_LEADER)),
        Role(
            "dsl",
            "Designated Safeguarding Lead",
            "Leads on safeguarding and on filtering and monitoring.",
            frozenset({"people.see", "policies.see", "signing.board", "training.record"}),
        ),
        Role(
            "dpo",
            "Data Protection Officer",
            "Checks that personal data is looked after.",
            frozenset({"policies.see", "signing.board", "ledger.see"}),
        ),
        Role(
            "business-manager",
            "School Business Manager",
            "Keeps people, documents and messages in order.",
            frozenset(_OFFICE | {"policies.publish", "consultations.lead", "ledger.see"}),
        ),
        Role(
            "network-manager",
            "Network manager",
            "Runs the school's IT.",
            frozenset({"people.see", "notices.see", "ledger.see"}),
        ),
        Role("it-technician", "IT technician", "Looks after devices and accounts.", frozenset({"people.see"})),
        Role("line-manager", "Line manager", "Leads a team.", frozenset()),
        Role(
            "chair",
            "Chair of Governors",
            "Chairs the governing board.",
            frozenset({"policies.see", "policies.adopt", "signing.board", "ledger.see"}),
        ),
        Role("governor", "Governor", "Sits on the governing board.", frozenset({"policies.see"})),
        Role(
            "clerk",
            "Clerk to the governors",
            "Keeps the board's minutes.",
            frozenset({"policies.see", "policies.adopt"}),
        ),
        Role("staff", "Member of staff", "Works at the school.", frozenset()),
    ]
}


def capabilities_of(role_codes: set[str]) -> frozenset[str]:
    """All that somebody with these roles may do. Codes that are no longer known give nothing."""
    held = [ROLES[code].capabilities for code in role_codes if code in ROLES]
    return frozenset().union(*held)


def who_may(capability: str) -> list[str]:
    """The names of the roles that have a capability, for telling somebody whom to ask."""
    return [role.name for role in ROLES.values() if capability in role.capabilities]
