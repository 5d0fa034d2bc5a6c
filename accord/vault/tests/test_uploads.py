import glob
import tempfile

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import RequestFactory

from accord.vault import uploads


class Form(forms.Form):
    title = forms.CharField()
    file = forms.FileField()


def posted(settings, **fields: object) -> HttpRequest:
    request = RequestFactory().post("/", fields)
    settings.FILE_UPLOAD_HANDLERS = ["accord.vault.uploads.InMemoryOnly"]
    return request


def upload(size: int, name: str = "a.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"x" * size)


def test_an_upload_of_the_largest_size_is_taken_whole(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    request = posted(settings, title="Plan", file=upload(uploads.MOST_BYTES))
    form = Form(request.POST, request.FILES)
    assert form.is_valid()
    assert form.cleaned_data["file"].read() == b"x" * uploads.MOST_BYTES
    assert not glob.glob(f"{tmp_path}/*")


def test_a_byte_more_is_refused_beside_its_field_and_the_rest_of_the_form_arrives(settings):
    request = posted(settings, title="Plan", file=upload(uploads.MOST_BYTES + 1))
    form = Form(request.POST, request.FILES)
    assert form.errors == {"file": ["The file is too large. Choose one of at most 25 MB."]}
    assert form.data["title"] == "Plan"


def test_all_files_of_a_request_share_the_limit(settings, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_BYTES", 1_000)
    request = posted(settings, one=upload(600), two=upload(600), three=upload(400))
    sizes = {name: file for name, file in request.FILES.items()}
    assert not isinstance(sizes["one"], uploads.TooLarge)
    assert isinstance(sizes["two"], uploads.TooLarge)
    assert not isinstance(sizes["three"], uploads.TooLarge)


@pytest.mark.parametrize("size", [0, 1])
def test_small_files(settings, size):
    request = posted(settings, file=upload(size))
    assert request.FILES["file"].size == size
