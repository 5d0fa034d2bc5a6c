"""The walls between schools: each is knocked at alone, as the serving role."""

import threading
import uuid

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import override_settings

from accord.kernel import guard, scope
from accord.kernel.base import SchoolKey, SchoolOwned, new_id
from accord.kernel.scope import NoScope, in_school
from accord.people.models import Appointment, Person
from accord.people.tests.cast import make_person, make_school

# Tables without a school, each with its reason.
NO_SCHOOL = {
    "schools_authority": "Stands above schools.",
    "schools_school": "Its name and address are public; read before any scope.",
    "policies_councilfile": "The council's own files of the guidance, known by their bytes: the same for every school.",
    "people_account": "One sign-in for several schools.",
    "people_seat": "Read to find out which school's scope may be opened.",
    "kernel_installationsecret": "The root that vouches for every school's seal.",
    "witnesses_distrust": "Keys that are not to be trusted: whoever checks a receipt asks before any scope is known.",
    "kernel_pending": "Numbers only: the sequencer's work list across schools.",
}
LIBRARIES = ("django_", "auth_", "account_", "mfa_", "procrastinate_", "cache")


@pytest.fixture
def two_people(db: None) -> tuple[Person, Person]:
    made = []
    for name in ["Hopewell", "Millbrook"]:
        with in_school(make_school(name).pk):
            made.append(make_person(surname=name))
    return made[0], made[1]


def test_serving_role_and_every_table_are_safe(db: None) -> None:
    assert guard.faults() == []


def test_every_table_has_a_policy_or_a_reason(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r','p')"
        )
        tables = {row[0] for row in cursor.fetchall()}
    unexplained = {t for t in tables if not t.startswith(LIBRARIES)} - set(NO_SCHOOL) - set(guard.school_tables())
    assert unexplained == set()


def test_a_table_without_its_policy_is_noticed(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "school_tables", lambda: ["people_person", "people_account"])
    assert guard.faults() == ["Table people_account lacks its school policy."]


def test_relations_between_school_tables_carry_the_school() -> None:
    plain = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if issubclass(model, SchoolOwned)
        for field in model._meta.local_fields
        if field.related_model and issubclass(field.related_model, SchoolOwned) and not isinstance(field, SchoolKey)
    ]
    assert plain == []


@pytest.mark.parametrize("first_wall", [True, False], ids=["both walls", "database alone"])
def test_only_the_open_school_is_seen(two_people: tuple[Person, Person], first_wall: bool) -> None:
    mine, theirs = two_people
    with override_settings(FIRST_WALL=first_wall), in_school(mine.school_id):
        assert list(Person.objects.all()) == [mine]
        assert not Person.objects.filter(pk=theirs.pk).exists()


def test_outside_a_scope_nothing_is_asked(two_people: tuple[Person, Person]) -> None:
    with pytest.raises(NoScope):
        Person.objects.all()


def test_outside_a_scope_the_database_shows_nothing(two_people: tuple[Person, Person]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM people_person")
        assert cursor.fetchone()[0] == 0


def test_scope_returns_to_the_outer_school(two_people: tuple[Person, Person]) -> None:
    mine, theirs = two_people
    with in_school(mine.school_id):
        with in_school(theirs.school_id):
            assert Person.objects.get() == theirs
        assert Person.objects.get() == mine
        with pytest.raises(ZeroDivisionError), in_school(theirs.school_id):
            raise ZeroDivisionError
        assert Person.objects.get() == mine
    assert scope.current_school() is None


def test_a_frozen_scope_shows_one_moment(committing: None) -> None:
    school = make_school().pk

    def join() -> None:
        with in_school(school):
            make_person()
        connection.close()

    for frozen, seen in ((True, 0), (False, 1)):
        with in_school(school, frozen=frozen):
            before = Person.objects.count()
            colleague = threading.Thread(target=join)
            colleague.start()
            colleague.join()
            assert Person.objects.count() - before == seen


def test_a_row_cannot_be_written_into_another_school(two_people: tuple[Person, Person]) -> None:
    mine, theirs = two_people
    with in_school(mine.school_id), pytest.raises(DatabaseError), transaction.atomic():
        make_person(school_id=theirs.school_id)


def test_a_key_cannot_reach_another_school(two_people: tuple[Person, Person]) -> None:
    mine, theirs = two_people
    with in_school(mine.school_id), pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.create(person_id=theirs.pk, category="permanent")
        connection.check_constraints()


def test_an_injected_statement_cannot_change_the_school(two_people: tuple[Person, Person]) -> None:
    mine, theirs = two_people
    attacks = [
        f"x'; SET LOCAL app.school = '{theirs.school_id}'; --",
        f"' || set_config('app.school', '{theirs.school_id}', true) || '",
    ]
    with in_school(mine.school_id):
        for attack in attacks:
            # As a careless page would build it, with one honest parameter beside it.
            careless = f"SELECT surname FROM people_person WHERE surname <> '{attack}' AND %s = 1"
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(careless, [1])
        assert Person.objects.get() == mine


def test_a_scope_is_opened_with_a_number_only() -> None:
    with pytest.raises(TypeError), in_school("1'; DROP TABLE people_person; --"):  # type: ignore[arg-type]
        pass


def test_new_ids_are_in_order_and_valid() -> None:
    ids = [new_id() for _ in range(3)]
    assert all(made.version == 7 and made.variant == uuid.RFC_4122 for made in ids)
    assert len(set(ids)) == 3
