"""What an uploaded file really is, and what people are told when it is not what they meant."""

import pytest

from accord.paper.documents import LARGEST_BYTES, UnreadableDocument
from accord.paper.sniff import decoded, sniff

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "EncryptedPackage".encode("utf-16-le")
ZIP = b"PK\x03\x04\x14\x00\x06\x00"


@pytest.mark.parametrize(
    ("raw", "filename", "kind"),
    [
        pytest.param(PDF, "Policy.pdf", "pdf", id="pdf"),
        pytest.param(PDF, "POLICY.PDF", "pdf", id="capitals"),
        pytest.param(PDF, "policy", "pdf", id="pdf without ending"),
        pytest.param(b"\n" * 50 + PDF, "policy.pdf", "pdf", id="lines before it"),
        pytest.param(b"# Policy", "policy.md", "markdown", id="markdown"),
        pytest.param(b"Policy. We agree.", "policy.txt", "markdown", id="text"),
        pytest.param("# Polisi – dŵr".encode(), "polisi.markdown", "markdown", id="utf-8"),
        pytest.param("\ufeff# Policy".encode(), "policy.md", "markdown", id="byte order mark"),
        pytest.param("# Policy".encode("utf-16"), "policy.md", "markdown", id="utf-16"),
        pytest.param("# Policy – “ours”".encode("cp1252"), "policy.md", "markdown", id="windows-1252"),
        pytest.param(b"We use <b>bold</b> and MZ words", "policy.md", "markdown", id="a little html"),
    ],
)
def test_a_document_is_known_by_its_bytes(raw, filename, kind):
    assert sniff(raw, filename) == kind


@pytest.mark.parametrize(
    ("raw", "filename", "told"),
    [
        pytest.param(b"", "policy.pdf", "empty", id="empty"),
        pytest.param(b" \n\t", "policy.md", "empty", id="blank"),
        pytest.param(b"MZ\x90\x00\x03", "policy.pdf", "program", id="exe called pdf"),
        pytest.param(b"\x7fELF\x02", "policy.md", "program", id="elf called md"),
        pytest.param(b"#!/bin/sh\nrm -rf /\n", "policy.md", "program", id="script called md"),
        pytest.param(b"# Policy", "policy.pdf", "called PDF", id="text called pdf"),
        pytest.param(ZIP, "policy.docx", "an archive", id="archive called docx"),
        pytest.param(ZIP, "policy.md", "an archive", id="archive called md"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "policy.doc", "save it as .docx", id="doc"),
        pytest.param(LOCKED, "policy.docx", "locked with a password", id="locked docx"),
        pytest.param(b"{\\rtf1 Policy}", "policy.txt", "save it as .docx", id="rtf called txt"),
        pytest.param(b"<!DOCTYPE html><p>x", "policy.md", "web page", id="html called md"),
        pytest.param(b"\n<!-- x --><SCRIPT>alert(1)", "policy.txt", "web page", id="script after a comment"),
        pytest.param(b"<svg onload=alert(1)>", "policy.md", "web page", id="svg called md"),
        pytest.param(b"\x89PNG\r\n\x1a\n", "scan.png", "picture", id="png"),
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00", "scan.md", "not text", id="png called md"),
        pytest.param(b"GIF89a" + PDF, "policy.pdf", "something else at once", id="polyglot"),
        pytest.param(PDF, "policy.docx", "right name", id="pdf called docx"),
        pytest.param(b"name;role\n", "people.csv", "Please upload a PDF", id="csv"),
        pytest.param(b"# Policy \x07", "policy.md", "not text", id="control character"),
        pytest.param(b"# Policy \x81", "policy.md", "not text", id="no encoding"),
        pytest.param(bytes(LARGEST_BYTES + 1), "policy.pdf", "larger than 25 MB", id="too large"),
        pytest.param(b"word " * 500_000, "policy.md", "larger than 2 MB", id="too much text"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(raw, filename, told):
    with pytest.raises(UnreadableDocument, match=told):
        sniff(raw, filename)


def test_text_comes_out_with_one_kind_of_line_end_and_one_spelling():
    assert decoded(b"caf\xe9\r\n\xab") == "café\n«"
    assert decoded("cafe\u0301\r".encode()) == "café\n"
