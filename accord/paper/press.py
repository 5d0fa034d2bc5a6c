"""Sets papers with typst: our templates, untrusted text only ever as data. Heavy; imported where a paper is made."""

import json
import re
import threading
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

from accord.paper.exact import Exact

ROOT = Path(__file__).resolve().parent.parent  # The package: a template may import only what ships with Accord.
HOUSE_FONTS = ROOT / "ui" / "static" / "built" / "fonts"
HOUSE_FAMILY = "Atkinson Hyperlegible"
_OWN_FAMILIES = ["Libertinus Serif", "New Computer Modern"]  # What typst carries; they have Greek, Cyrillic and Hebrew.
_MONOSPACE = "DejaVu Sans Mono"  # Carried by typst as well: hashes must not depend on what a machine has installed.

STANDARDS: "list[typst.PDFStandard]" = ["a-2a", "ua-1"]
_LONGEST_RUN = 24  # Characters without a break, after which one is allowed.
_PROBE = b"#sys.inputs.probe"
_NO_BREAK = re.compile(rf"\S{{{_LONGEST_RUN}}}(?=\S)")


class FontsMissing(RuntimeError):
    """The fonts of our papers have not been built."""


class Press:
    """One typst compiler, reused: building one for each paper takes three times as long. Safe between threads.

    `font_paths` None means the house fonts, and raises FontsMissing when set-up has not built them; an empty list
    means typst's own fonts.
    """

    def __init__(self, font_paths: Iterable[Path] | None = None) -> None:
        places = [HOUSE_FONTS] if font_paths is None else list(font_paths)
        self.fonts = typst.Fonts(
            include_system_fonts=False, font_paths=[str(place) for place in places if place.is_dir()]
        )
        house = sorted(f for f in self.fonts.families() if f.startswith(HOUSE_FAMILY) and "Mono" not in f)
        if places and not house:
            raise FontsMissing(f"There is no {HOUSE_FAMILY} in {places[0]}. 'make setup' builds it.")
        self._families = [*house[-1:], *_OWN_FAMILIES]
        self._compiler = typst.Compiler(root=str(ROOT), font_paths=self.fonts, ignore_system_fonts=True)
        self._lock = threading.Lock()
        self._displayable: dict[str, bool] = {}

    def set(self, template: Path, paper: Mapping[str, Any], *, at: datetime) -> bytes:
        """The PDF (built to PDF/A-2a and PDF/UA-1) of `template` with `paper` as its data.

        The same data and `at`, the document's date, give the same bytes. Raises typst's error when a template is
        wrong; text cannot make it fail: what no font has is written as its code point, [U+1F600].
        """
        inputs = self.inputs(paper)
        with self._lock:
            try:
                return self._compile(str(template), inputs, at)
            except typst.TypstError:
                # Letters that exist one by one but not beside each other, such as marks of two scripts on one base.
                return self._compile(str(template), self._inputs(_texts(paper, _plainest)), at)

    def inputs(self, paper: Mapping[str, Any]) -> dict[str, str]:
        """What typst is given besides the template."""
        return self._inputs(_texts(paper, self.printable))

    def _inputs(self, paper: dict[str, Any]) -> dict[str, str]:
        return {"paper": json.dumps({"fonts": self._families, "mono": _MONOSPACE, **paper})}

    def _compile(self, template: str, inputs: dict[str, str], at: datetime) -> bytes:
        made = self._compiler.compile(
            input=template,
            format="pdf",
            sys_inputs=inputs,
            pdf_standards=STANDARDS,
            timestamp=at.astimezone(UTC).replace(microsecond=0),
        )
        assert isinstance(made, bytes)
        return made

    def printable(self, text: str) -> str:
        """`text` in letters that our fonts have, on lines that can break."""
        text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
        return _breakable("".join(self._shown(letter) for letter in text))

    def _shown(self, letter: str) -> str:
        if _is_plain(letter) or letter == "\xa0" or "\xc0" <= letter <= "\u017f":
            return letter
        if letter == "\t" or unicodedata.category(letter) in {"Zs", "Zl", "Zp"}:
            return " "
        if letter not in self._displayable:
            self._displayable[letter] = self._has(letter)
        return letter if self._displayable[letter] else _code_point(letter)

    def _has(self, letter: str) -> bool:
        """Whether a font has `letter`. Controls have no letters, and those that turn writing round can deceive."""
        category = unicodedata.category(letter)
        if category.startswith("C"):
            return False
        probe = "a" + letter if category.startswith("M") else letter
        with self._lock:
            try:
                self._compiler.compile(
                    input=_PROBE,
                    format="pdf",
                    sys_inputs={"probe": probe},
                    pdf_standards=["a-2u"],
                )
            except typst.TypstError:
                return False
        return True


@cache
def house_press() -> Press:
    """The press of this process."""
    return Press()


def _texts(value: Any, shown: Any) -> Any:
    """`value` with every string in it passed through `shown`, except the Exact ones."""
    if isinstance(value, str):
        return value if isinstance(value, Exact) else shown(value)
    if isinstance(value, Mapping):
        return {key: _texts(part, shown) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_texts(part, shown) for part in value]
    return value


def _plainest(text: str) -> str:
    return _breakable("".join(letter if _is_plain(letter) else _code_point(letter) for letter in text))


def _is_plain(letter: str) -> bool:
    return letter == "\n" or letter.isascii() and letter.isprintable()


def _code_point(letter: str) -> str:
    return f"[U+{ord(letter):04X}]"


def _breakable(text: str) -> str:
    """With a zero-width space in every long run of letters: typst breaks lines between words only."""
    return _NO_BREAK.sub(lambda run: run[0] + "\u200b", text)
