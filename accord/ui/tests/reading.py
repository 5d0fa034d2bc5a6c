"""Reads a page as a checker would: its elements, their attributes and their words."""

from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
POINTING = ("aria-describedby", "aria-labelledby", "aria-controls", "for", "data-reveals")


@dataclass
class Element:
    """An element, the elements around it (outermost first), and all words inside it."""

    tag: str
    attrs: dict[str, str]
    around: list["Element"]
    words: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def has_class(self, name: str) -> bool:
        return name in self.attrs.get("class", "").split()


class Page(HTMLParser):
    """A page that was rendered."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, list(self._open))
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}, list(self._open)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> closes nothing"
        assert self._open[-1].tag == tag, f"</{tag}> closes <{self._open[-1].tag}>"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.words.append(data)

    def all(self, tag: str = "", **attrs: str) -> list[Element]:
        """The elements of a tag with these attributes (`_` for `-`, `class_` for one class among others)."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attrs.items()}
        return [
            element
            for element in self.elements
            if tag in ("", element.tag)
            and all(element.has_class(v) if k == "class" else element.attrs.get(k) == v for k, v in wanted.items())
        ]

    def one(self, tag: str = "", **attrs: str) -> Element:
        found = self.all(tag, **attrs)
        assert len(found) == 1, f"{len(found)} of {tag} {attrs}"
        return found[0]

    @property
    def ids(self) -> Counter[str]:
        return Counter(element.attrs["id"] for element in self.elements if "id" in element.attrs)

    @property
    def faults(self) -> list[str]:
        """What must stand on no page: a doubled id, a pointer to nothing, an unnamed field, anything inline."""
        found = [f"id twice: {id_}" for id_, times in self.ids.items() if times > 1]
        for element in self.elements:
            found += [f"<{element.tag} {fault}" for fault in self._faults_of(element)]
        return found

    def _faults_of(self, element: Element) -> list[str]:
        attrs = element.attrs
        found = [f"{name}={id_} points at nothing" for name in POINTING for id_ in attrs.get(name, "").split()
                 if id_ not in self.ids]  # fmt: skip
        found += [f"{name} is inline" for name in attrs if name == "style" or name.startswith("on")]
        if element.tag == "style" or (
            element.tag == "script" and "src" not in attrs and "json" not in attrs.get("type", "")
        ):
            found.append("is inline")
        if (
            element.tag in {"input", "select", "textarea"}
            and attrs.get("type") != "hidden"
            and not self._is_named(element)
        ):
            found.append(f"{attrs.get('id')} has no label")
        if element.tag == "img" and "alt" not in attrs:
            found.append("has no alternative")
        return found

    def _is_named(self, element: Element) -> bool:
        return "aria-label" in element.attrs or any(
            label.attrs.get("for") == element.attrs.get("id", "-") and label.text for label in self.all("label")
        )
