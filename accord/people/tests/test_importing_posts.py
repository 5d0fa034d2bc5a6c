"""What titles and contracts say: posts, categories and roles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.people.importing import read_roles, split_posts
from accord.people.importing.posts import is_known_contract, read_category


@pytest.mark.parametrize(
    ("text", "posts"),
    [
        ("Teacher of PE; Head of Year 9 / Governor", ("Teacher of PE", "Head of Year 9", "Governor")),
        ("Teacher | Governor", ("Teacher", "Governor")),
        ("Teacher\nGovernor", ("Teacher", "Governor")),
        ("Headteacher and DSL", ("Headteacher", "DSL")),
        ("SENCo/DSL", ("SENCo", "DSL")),
        ("Teacher of PE, Head of Year 9", ("Teacher of PE", "Head of Year 9")),
        ("Teaching Assistant & Midday Supervisor", ("Teaching Assistant", "Midday Supervisor")),
        ("Teacher; teacher; Governor", ("Teacher", "Governor")),
        *((whole, (whole,)) for whole in ("Teacher of Art & Design", "Teacher of Art and Design", "KS1/KS2 Teacher")),
        *((whole, (whole,)) for whole in ("Assistant Headteacher, Pastoral", "Class Teacher (ECT)", "Teacher of D/T")),
        (
            "Teacher of Art and Design, Head of Year 9 and Governor",
            ("Teacher of Art and Design", "Head of Year 9", "Governor"),
        ),
        ("", ()),
        (" ; - ; ", ()),
    ],
)
def test_several_posts_in_one_cell(text, posts):
    assert split_posts(text) == posts


@given(st.lists(st.sampled_from(["Teacher", "Art", "DSL", "Head", ",", "/", " / ", ";", "&", "and", "+"]), max_size=9))
def test_posts_joined_again_come_apart_as_they_were(parts):
    posts = split_posts(" ".join(parts))
    assert split_posts("; ".join(posts)) == posts


@pytest.mark.parametrize(
    ("post", "contract", "category"),
    [
        ("Teacher", "Permanent", "permanent"),
        ("Teacher", "Full Time", "permanent"),
        ("Teacher", "Fixed Term", "temporary"),
        ("Teacher", "Temporary (maternity cover)", "temporary"),
        ("Midday Supervisor", "Casual", "temporary"),
        ("Trainee teacher", "", "temporary"),
        ("Supply Teacher", "Permanent", "supply"),
        ("Teacher", "Agency", "supply"),
        ("Peripatetic Music Teacher", "Fixed Term", "peripatetic"),
        ("Visiting Cello Teacher", "", "peripatetic"),
        ("Governor", "", "governor"),
        ("Chair of Governors", "", "governor"),
        ("Parent Governor", "Permanent", "governor"),
        ("Volunteer reader", "", "volunteer"),
        ("Reader", "Volunteer", "volunteer"),
        ("Sports coach (contractor)", "", "provider"),
        ("Sports coach", "External provider", "provider"),
        ("Teacher of PE; Governor", "Permanent", "permanent"),
        ("Volunteer Co-ordinator", "Permanent", "permanent"),
        ("Clerk to the Governors", "Permanent", "permanent"),
        ("Supply Manager", "", None),
        ("Cover Supervisor", "", None),
        ("Teacher", "", None),
        ("Teacher", "Blue", None),
        ("", "", None),
    ],
)
def test_categories(post, contract, category):
    assert read_category(contract, split_posts(post)) == category


def test_unknown_contracts_are_known_to_be_unknown():
    assert not is_known_contract("Blue")
    assert is_known_contract("Fixed Term")
    assert is_known_contract("-")


@pytest.mark.parametrize(
    ("post", "category", "roles"),
    [
        ("Headteacher", "permanent", ("headteacher", "staff")),
        ("Acting Head Teacher", "permanent", ("headteacher", "staff")),
        ("Head", "permanent", ("headteacher", "staff")),
        ("Principal", "permanent", ("headteacher", "staff")),
        ("Head of School", "permanent", ("headteacher", "staff")),
        ("PA to the Headteacher", "permanent", ("staff",)),
        ("Headteacher's Secretary", "permanent", ("staff",)),
        ("Head of Year 9", "permanent", ("staff",)),
        ("Deputy Headteacher", "permanent", ("deputy", "staff")),
        ("Deputy Headteacher (DSL)", "permanent", ("deputy", "dsl", "staff")),
        ("Vice Principal", "permanent", ("deputy", "staff")),
        ("Deputy Head of Year", "permanent", ("staff",)),
        ("Assistant Headteacher", "permanent", ("senior-leader", "staff")),
        ("Assistant Head of Maths", "permanent", ("staff",)),
        ("Designated Safeguarding Lead", "permanent", ("dsl", "staff")),
        ("Deputy Designated Safeguarding Lead", "permanent", ("staff",)),
        ("Deputy DSL", "permanent", ("staff",)),
        ("Headteacher & DSL", "permanent", ("headteacher", "dsl", "staff")),
        ("Data Protection Officer", "provider", ("dpo", "staff")),
        ("School Business Manager", "permanent", ("business-manager", "staff")),
        ("SBM", "permanent", ("business-manager", "staff")),
        ("Assistant School Business Manager", "permanent", ("staff",)),
        ("Network Manager", "permanent", ("network-manager", "staff")),
        ("IT Systems Manager", "permanent", ("network-manager", "staff")),
        ("Head of IT", "permanent", ("staff",)),
        ("IT Technician", "permanent", ("it-technician", "staff")),
        ("ICT Support Officer", "permanent", ("it-technician", "staff")),
        ("Science Technician", "permanent", ("staff",)),
        ("Chair of Governors", "governor", ("chair", "governor")),
        ("Vice Chair of Governors", "governor", ("governor",)),
        ("Trustee", "governor", ("governor",)),
        ("Clerk to the Governors", "permanent", ("clerk", "staff")),
        ("Admin Clerk", "permanent", ("staff",)),
        ("Teacher; Staff Governor", "permanent", ("governor", "staff")),
        ("Midday Supervisor", "permanent", ("staff",)),
        ("", "governor", ("governor",)),
        ("", "permanent", ("staff",)),
    ],
)
def test_roles_that_titles_show(post, category, roles):
    assert read_roles(split_posts(post), category) == roles
