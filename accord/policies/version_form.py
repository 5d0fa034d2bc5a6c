"""What is typed or uploaded as the text of a version."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accord.policies.reading import Original, TakesLong, UnreadableDocument, read_file, read_typed
from accord.ui.forms import Radios

MOST_TYPED = 500_000  # Characters in the box; four bytes each, they still fit into one request.
TYPED, FILE = "typed", "file"
CHOOSE_AGAIN = gettext_lazy("Please choose the file again: browsers forget it.")
NEW, MINOR = "new", "minor"


@dataclass(frozen=True)
class Long:
    """A file that takes long to read. `pages` is 0 where nobody has counted them."""

    name: str
    content: bytes
    pages: int


class VersionForm(forms.Form):
    """The text of a version: typed in the box, or a file. `original` is what was read of it, once the form is valid."""

    how = forms.ChoiceField(
        label=gettext_lazy("How do you put the text in?"),
        choices=[
            (TYPED, gettext_lazy("Type or paste it here")),
            (FILE, gettext_lazy("Upload a file: PDF, Word, OpenDocument or Markdown")),
        ],
        initial=TYPED,
        widget=Radios(reveals={TYPED: "text", FILE: "file"}),
    )
    text = forms.CharField(
        label=gettext_lazy("Text"),
        help_text=gettext_lazy("A line that begins with # is a heading, one that begins with - is an item of a list."),
        error_messages={"required": gettext_lazy("Type or paste the text.")},
        strip=False,
        widget=forms.Textarea(attrs={"rows": 20, "spellcheck": "true"}),
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "A PDF, Word (.docx) or OpenDocument (.odt) file of at most 25 MB and 300 pages, or Markdown (.md) of at most "
            "2 MB. It must hold text, not pictures of it, and no tracked changes or comments."
        ),
        allow_empty_file=True,
        error_messages={"required": gettext_lazy("Choose a file.")},
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.odt,.md,.markdown,.txt,application/pdf,text/plain"}),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What kind of change is it?"),
        choices=[
            (NEW, gettext_lazy("A new version: everybody is asked to sign again")),
            (MINOR, gettext_lazy("A minor change: signatures stay, nobody is asked again")),
        ],
        initial=NEW,
        widget=Radios(
            hints={MINOR: gettext_lazy("Only for what changes no meaning, such as a spelling or a telephone number.")}
        ),
    )
    change_note = forms.CharField(
        label=gettext_lazy("What has changed?"),
        help_text=gettext_lazy("In a sentence or two. Everyone who reads this version sees it."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    written_anew = forms.BooleanField(
        label=gettext_lazy("This text was written anew: it was not made from Accord’s starting text"),
        help_text=gettext_lazy("Then it is the school’s own. It stands in the ledger that you said so (clause F.6)."),
        required=False,
    )

    def __init__(
        self, *args: Any, title: str, may_be_minor: bool, is_first: bool, started: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if not started:
            del self.fields["written_anew"]
        self.name = f"{slugify(title)[:70] or 'document'}.md"
        self.original: Original | None = None
        self.long: Long | None = None  # A file that the worker is to read.
        self.recovered = ""  # The text of an uploaded Markdown file, so that an error elsewhere does not lose it.
        if not may_be_minor:
            del self.fields["kind"]
        if is_first:
            del self.fields["change_note"]

    @property
    def is_minor(self) -> bool:
        return self.cleaned_data.get("kind") == MINOR

    @property
    def started_from(self) -> str | None:
        """Nothing where the text was written anew; None where that was not said."""
        return "" if self.cleaned_data.get("written_anew") else None

    def about(self) -> dict[str, Any]:
        """What was said of the version apart from its text, as the actions take it."""
        note = self.cleaned_data.get("change_note", "")
        return {"minor": self.is_minor, "change_note": note, "started_from": self.started_from}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        self.errors.pop({TYPED: "file", FILE: "text"}.get(given.get("how", ""), ""), None)  # The other way was chosen.
        if given.get("how") == FILE and "file" not in self.errors:
            self._read("file", given.get("file"))
        elif given.get("how") == TYPED and "text" not in self.errors:
            self._read("text", given.get("text", ""))
        if self.original and given.get("how") == FILE and self.errors:
            if self.original.format == "markdown":
                self.recovered = self.original.content.decode(errors="replace")
            else:
                self.add_error("file", CHOOSE_AGAIN)
        elif self.long and self.errors:
            self.add_error("file", CHOOSE_AGAIN)
        elif self.long and "preview" in self.data:
            self.add_error("file", _("This is a long document, and no preview is made of one. Keep it as a draft."))
        return given

    def _read(self, field: str, given: Any) -> None:
        try:
            self.original = self._upload(given) if field == "file" else self._typed(given)
        except UnreadableDocument as problem:
            self.add_error(field, str(problem))

    def _upload(self, upload: UploadedFile) -> Original | None:
        content = upload.read()
        try:
            return read_file(upload.name or "", content)
        except TakesLong as long:
            self.long = Long(upload.name or "", content, long.pages)
            return None

    def _typed(self, text: str) -> Original:
        if not text.strip():
            raise UnreadableDocument(_("Type or paste the text."))
        if len(text) > MOST_TYPED:
            raise UnreadableDocument(
                _("The text is longer than %(most)s characters. Save it as a file and upload that.")
                % {"most": f"{MOST_TYPED:,}"}
            )
        return read_typed(text, name=self.name)
