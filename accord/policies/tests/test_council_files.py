"""Which files count as the council's own, set on the command line and known by their bytes."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accord.kernel import clock
from accord.policies import alternatives
from accord.policies.models import CouncilFile
from accord.policies.tests.conftest import original
from accord.schools.models import Authority

GIVEN = {"title": "Acceptable use, June 2023", "source": "The council's site", "effective_from": "2023-06-01"}


def recognise(*args: object, **options: object) -> str:
    out = StringIO()
    call_command("guidance_recognise", *args, **(GIVEN | options), stdout=out)
    return out.getvalue()


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "guidance.md"
    path.write_bytes(original().content)
    return path


@pytest.mark.clause("F.6")
def test_a_recognised_file_is_not_alternative_and_its_correction_is(office, file):
    version = office.put_in(office.add("The guidance", named="guidance"))
    assert alternatives.needs_consultation(version)
    assert "counts as the council's own for every school from 2023-06-01" in recognise(file)
    assert not alternatives.is_alternative(version)
    again = office.put_in(version.document, "# Another\n\nText.", replacing=version.pk)
    assert alternatives.needs_consultation(again)


def test_it_counts_from_its_day_and_for_its_authority(office, file, school):
    version = office.put_in(office.add("The guidance", named="guidance"))
    Authority.objects.create(name="Elsewhere", slug="elsewhere")
    ours = Authority.objects.create(name="Ours", slug="ours")
    recognise(file, authority="elsewhere")
    recognise(file, effective_from=(clock.today() + timedelta(days=1)).isoformat())
    assert alternatives.is_alternative(version)
    school.authority = ours
    school.save()
    recognise(file, authority="ours")
    assert not alternatives.is_alternative(version)


def test_the_list_says_what_is_known(db, file):
    out = StringIO()
    call_command("guidance_files", stdout=out)
    assert "All guidance counts as alternative" in out.getvalue()
    made = json.loads(recognise(file, json=True))
    out = StringIO()
    call_command("guidance_files", "--json", stdout=out)
    assert made in json.loads(out.getvalue())


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"sha256": "abc"}, "64 digits"),
        ({}, "Give either the file"),
        ({"sha256": "a" * 64, "authority": "nobody"}, "no authority with the short name nobody"),
        ({"sha256": "a" * 64, "effective_from": "June"}, "June is not a day"),
    ],
)
def test_what_cannot_be_recognised_is_refused_with_the_reason(db, options, words):
    with pytest.raises(CommandError, match=words):
        recognise(**options)
    assert not CouncilFile.objects.exists()


def test_twice_is_once(db, file):
    recognise(file)
    with pytest.raises(CommandError, match="recognised already"):
        recognise(file)
    assert CouncilFile.objects.count() == 1
