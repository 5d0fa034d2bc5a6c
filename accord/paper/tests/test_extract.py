"""Whole documents through the process apart: real PDFs, made here."""

import io
import re
import subprocess

import pytest
import typst
from pyhanko.pdf_utils import embed, generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer

from accord.paper import apart
from accord.paper import extract as extract_module
from accord.paper.documents import Extracted
from accord.paper.extract import TakesLong, UnreadableDocument, extract
from accord.paper.pdf_lines import _Letters, _refuse_unreadable

POLICY = """
#set document(title: "Social media policy")
#set page(numbering: "1 / 1", header: [Hopewell Community School])
#set text(lang: "en", region: "gb", size: 11pt, hyphenate: true)
#set par(justify: true)
= Social media policy
This policy applies to everybody who works for the school, and to everybody who communicates on behalf of it, in
working time and outside it, with the school's equipment or with equipment of their own; misunderstandings about
responsibilities are to be expected, and incomprehensible telecommunication instructions exacerbate difficulties.

== Passwords & locks
- Do not share your password.
- Lock your screen, and do not ask others to lock it for you, however far away from it you happen to be at the time.

#pagebreak()
== Café “rules”
Be kind.
"""


@pytest.fixture(scope="module")
def policy():
    return typst.compile(POLICY.encode(), format="pdf")


def test_a_pdf_comes_out_page_by_page_as_paragraphs_lists_and_headings(policy):
    document = extract(policy, "pdf")
    assert document.title == "Social media policy"
    assert [(heading.level, heading.title, heading.page) for heading in document.contents] == [
        (2, "Social media policy", 1),
        (3, "Passwords & locks", 1),
        (3, "Café “rules”", 2),
    ]
    first, second = document.pages
    assert "<p>Hopewell Community School</p>" in first.html
    assert re.search(r"<p>This policy applies to everybody .* exacerbate difficulties\.</p>", first.html)
    assert "<li>Do not share your password.</li>" in first.html
    assert first.html.count("<li>") == 2
    assert '<h2 id="part-caf-rules">Café “rules”</h2>\n<p>Be kind.</p>' in second.html
    assert "<p>2 / 2</p>" in second.html


def test_no_word_of_a_justified_and_hyphenated_pdf_is_lost_or_parted(policy):
    written = re.findall(r"[a-z]{3,}", POLICY.split("numbering")[1].split("= Social")[1])
    shown = " ".join(page.text for page in extract(policy, "pdf").pages)
    assert [word for word in written if word not in shown and word != "pagebreak"] == []


def test_the_same_file_gives_the_same_text_and_another_gives_another_hash(policy):
    document = extract(policy, "pdf")
    assert extract(policy, "pdf") == document
    assert Extracted.from_facts(document.as_facts()) == document
    assert extract(b"Be kind.", "markdown").sha256 != extract(b"Be kind!", "markdown").sha256


def test_a_title_that_only_names_a_file_is_none():
    made = typst.compile(
        b'#set document(title: "Microsoft Word - policy v3 FINAL.docx")\n= Real title\ntext', format="pdf"
    )
    assert extract(made, "pdf").title == "Real title"


def test_markdown_goes_the_same_way():
    document = extract("# Polisi – dŵr\r\n\r\nByddwch yn garedig.".encode(), "markdown")
    assert (document.title, document.words) == ("Polisi – dŵr", 6)


def _locked(pdf, user):
    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(pdf)))
    writer.encrypt("owner", user)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


PICTURE = b"#rect(width: 100%, height: 90%, fill: red)\n"


@pytest.mark.parametrize(
    ("make", "told"),
    [
        pytest.param(lambda policy: _locked(policy, "secret"), "locked with a password", id="locked"),
        pytest.param(lambda policy: policy[: len(policy) // 2][:200], "damaged", id="cut"),
        pytest.param(lambda policy: b"%PDF-1.7\nnothing else", "damaged", id="nothing in it"),
        pytest.param(lambda policy: typst.compile(PICTURE * 3, format="pdf"), "pictures", id="scanned"),
        pytest.param(lambda policy: typst.compile(PICTURE * 4 + b"x", format="pdf"), "pictures", id="mostly scanned"),
        pytest.param(
            lambda policy: typst.compile(b"x\n#pagebreak()\n" * 300 + b"x", format="pdf"), "301 pages", id="long"
        ),
        pytest.param(lambda policy: policy + bytes(25 * 2**20), "larger than 25 MB", id="large"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(policy, make, told):
    with pytest.raises(UnreadableDocument, match=told):
        extract(make(policy), "pdf")


def test_letters_without_meaning_are_refused():
    letters = _Letters()
    for code in [0x41] * 8 + [0xE001] * 2:
        letters.add(code)
    with pytest.raises(UnreadableDocument, match="cannot be read out"):
        _refuse_unreadable([[object()]], letters)


def test_a_reader_that_hangs_or_crashes_harms_nobody(monkeypatch, policy):
    monkeypatch.setattr(extract_module, "SECONDS", 0.01)
    with pytest.raises(UnreadableDocument, match="given up"):
        extract(policy, "pdf")
    monkeypatch.undo()
    monkeypatch.setattr(apart.sys, "executable", "/bin/false")
    with pytest.raises(UnreadableDocument, match="reading it failed"):
        extract(policy, "pdf")


def test_the_reader_sees_nothing_of_our_environment(monkeypatch, policy):
    monkeypatch.setenv("ACCORD_ROOT_KEY", "a secret")
    given = {}
    begin = subprocess.Popen
    monkeypatch.setattr(subprocess, "Popen", lambda *args, **kwargs: given.update(kwargs) or begin(*args, **kwargs))
    extract(policy, "pdf")
    assert given["env"].keys() == {"PYTHONUTF8"}


def test_a_pdf_of_many_pages_is_left_to_whoever_has_time():
    made = typst.compile(b"Words.\n#pagebreak()\n" * 30 + b"Words.", format="pdf")
    with pytest.raises(TakesLong):
        extract(made, "pdf")
    heard = []
    assert len(extract(made, "pdf", tell=lambda done, total: heard.append((done, total))).pages) == 31
    assert heard == [(page, 31) for page in range(31)]


def _with(policy, change):
    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(policy)))
    change(writer)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def _script(writer):
    names = generic.ArrayObject(
        [
            generic.pdf_string("a"),
            generic.DictionaryObject(
                {pdf_name("/S"): pdf_name("/JavaScript"), pdf_name("/JS"): generic.pdf_string("1")}
            ),
        ]
    )
    tree = generic.DictionaryObject({pdf_name("/Names"): names})
    writer.root["/Names"] = generic.DictionaryObject({pdf_name("/JavaScript"): tree})


def _attachment(writer):
    file = embed.EmbeddedFileObject.from_file_data(writer, data=b"hidden")
    embed.embed_file(writer, embed.FileSpec("hidden.txt", embedded_data=file))


@pytest.mark.parametrize(("change", "told"), [(_script, "holds a program"), (_attachment, "Other files lie inside")])
def test_a_pdf_in_which_something_runs_or_hides_is_refused(policy, change, told):
    with pytest.raises(UnreadableDocument, match=told):
        extract(_with(policy, change), "pdf")
