"""What the importer writes down fits what the tables and the list of roles hold."""

import pytest

from accord.people.importing import Category, read_roles
from accord.people.importing.values import LONGEST
from accord.people.models import Appointment, Person
from accord.people.models import Category as StoredCategory
from accord.people.roles import ROLES


def test_categories_are_those_that_appointments_have():
    assert [category.value for category in Category] == StoredCategory.values


@pytest.mark.parametrize(
    "post",
    [
        *("Headteacher", "Deputy Headteacher", "Assistant Headteacher", "DSL", "DPO", "School Business Manager"),
        *("Network Manager", "IT Technician", "Chair of Governors", "Governor", "Clerk to the Governors", "Teacher"),
    ],
)
def test_every_title_of_rank_shows_a_role_that_exists(post):
    roles = read_roles([post], Category.PERMANENT)
    assert set(roles) <= ROLES.keys()
    assert (roles == ("staff",)) is (post == "Teacher")


@pytest.mark.parametrize("field", LONGEST)
def test_what_is_accepted_fits_its_column(field):
    model = Person if field in {column.name for column in Person._meta.get_fields()} else Appointment
    assert LONGEST[field] <= model._meta.get_field(field).max_length
