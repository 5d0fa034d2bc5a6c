"""The tags and filters of the pages: `{% load ui %}`. `accord/ui/README.md` has an example of each."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

from django import forms, template
from django.contrib.messages import constants as levels
from django.contrib.messages.storage.base import Message
from django.forms.boundfield import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accord.kernel.clock import now
from accord.kernel.decision import ALLOW, Decision
from accord.ui import navigation as menu
from accord.ui import times
from accord.ui.clausegrid import ClauseGrid
from accord.ui.drawing import Chart
from accord.ui.forms import problems
from accord.ui.links import address
from accord.ui.states import DONE, DUE, LATE, YOURS, State, state_of
from accord.ui.tables import Table
from accord.ui.theme import HOUSE_ACCENT

register = template.Library()
Context = template.context.Context


@register.inclusion_tag("ui/parts/act.html", takes_context=True)
def act(context: Context, decision: Decision, label: str, to: str = "", *args: Any, **options: Any) -> dict[str, Any]:
    """A button that does something, or the refusal with its reason in its place.

    Options: `style` (secondary, warning), `name` and `value` sent along, `inline`.
    """
    url = address(context.get("request"), to, *args) if decision else ""
    return {"decision": decision, "label": label, "url": url, "csrf_token": context.get("csrf_token"), **options}


@register.inclusion_tag("ui/parts/go.html", takes_context=True)
def go(context: Context, label: str, to: str, *args: Any, decision: Decision = ALLOW, **options: Any) -> dict[str, Any]:
    """A link that looks like a button: the way to the next page. Options: `style`, `small`, `decision`."""
    url = address(context.get("request"), to, *args) if decision else ""
    return {"decision": decision, "label": label, "url": url, **options}


@register.simple_tag(takes_context=True)
def at(context: Context, to: str, *args: Any) -> str:
    """The address of a route; a school's route needs no school here."""
    return address(context.get("request"), to, *args)


@register.inclusion_tag("ui/parts/tag.html")
def tag(state: State | str) -> dict[str, Any]:
    """A state: colour, shape and word."""
    return {"state": state_of(state)}


@register.simple_tag
def clause(number: str) -> SafeString:
    """“Clause 9.9.3b2”, which leads to our plain words of it."""
    return format_html(
        '<span class="clause"><a href="/guidance/#clause-{}">{}</a></span>',
        number,
        _("Clause %(number)s") % {"number": number},
    )


@register.inclusion_tag("ui/parts/summary.html")
def summary(rows: Mapping[Any, Any] | Iterable[Any]) -> dict[str, Any]:
    """A list of names and values: a mapping, or (name, value) or (name, value, act, url) for a change link."""
    pairs = rows.items() if isinstance(rows, Mapping) else rows
    names = ("name", "value", "act", "url")
    return {"rows": [dict(zip(names, row, strict=False)) for row in pairs]}


@register.inclusion_tag("ui/parts/empty.html")
def empty(title: str, text: str = "", label: str = "", url: str = "") -> dict[str, Any]:
    """What stands where nothing is yet: what will stand there, and how it gets there."""
    return {"title": title, "text": text, "label": label, "url": url}


@register.inclusion_tag("ui/table.html", takes_context=True)
def table(context: Context, table: Table) -> dict[str, Any]:
    """A register, with its filters, its sorting, its pages and what can be done with the ticked rows."""
    return {"table": table, "csrf_token": context.get("csrf_token"), "request": context.get("request")}


@register.inclusion_tag("ui/chart.html")
def chart(chart: Chart) -> dict[str, Any]:
    """A drawing, with its table a click away."""
    return {"chart": chart}


@register.inclusion_tag("ui/clause_grid.html")
def clause_grid(grid: ClauseGrid) -> dict[str, Any]:
    """The heat map of the clauses."""
    return {"grid": grid}


@register.inclusion_tag("ui/parts/errors.html")
def errors(*shown: forms.BaseForm | str | None) -> dict[str, Any]:
    """What is not right, with links to the fields. Each form says it once a page, however often it is asked."""
    found = []
    for form in shown:
        if isinstance(form, forms.BaseForm) and not getattr(form, "summary_shown", False):
            form.summary_shown = True  # type: ignore[attr-defined]
            found += problems(form)
    return {"problems": found}


@register.simple_tag
def field(bound: BoundField, heading: bool = False) -> SafeString:
    """One field. With `heading=True` its label is the heading of the page: one question, one page."""
    return bound.render(context={"field": bound, "heading": heading})


@register.simple_tag(takes_context=True)
def navigation(context: Context, area: str, *about: Any) -> list[menu.Shown]:
    """The pages of an area that this person may open; `about` is what their routes take."""
    request = context.get("request")
    return menu.shown(request, area, *about) if request is not None else []


@register.simple_tag(takes_context=True)
def school_home(context: Context) -> str:
    """The address of the school's home page."""
    return f"/s/{context['request'].school.slug}/"


@register.simple_tag(takes_context=True)
def theme(context: Context) -> SafeString | str:
    """The school's colour, if it has one of its own. Its address changes with the colour, so it may be kept for long."""
    school: Any = getattr(context.get("request"), "school", None)
    accent = getattr(school, "accent", "")
    if not accent or accent == HOUSE_ACCENT:
        return ""
    return format_html('<link rel="stylesheet" href="/s/{}/theme.css?{}">', school.slug, accent.lstrip("#"))


@register.inclusion_tag("ui/parts/crest.html")
def crest(school: Any = None) -> dict[str, Any]:
    """The school's initials on a shield in its colour."""
    return {"letters": initials(getattr(school, "name", "") or "Accord")}


def initials(name: str) -> str:
    """One or two letters of what the school is called, not of what every school is called."""
    plain = {"school", "academy", "primary", "junior", "infant", "high", "college", "nursery", "church", "of", "the", "and",
             "ce", "rc", "c", "e", "saint", "st", "st."}  # fmt: skip
    words = re.findall(r"[^\W\d_][\w'’.]*", name)
    told = [word for word in words if word.lower() not in plain] or words
    return "".join(word[0].upper() for word in told[:2])


@register.simple_tag
def as_at() -> str:
    """When this page was made, for its print."""
    return _("As at %(moment)s") % {"moment": times.moment(now())}


@register.filter
def meaning(message: Message) -> str:
    """The meaning of a message's level, as the banner has it."""
    return {levels.SUCCESS: DONE, levels.WARNING: DUE, levels.ERROR: LATE}.get(message.level, YOURS)


@register.filter
def day(value: date | datetime | None) -> str:
    """Friday 27 November 2026."""
    return times.day(value) if value else ""


@register.filter
def clock(value: datetime | time | None) -> str:
    """17:44, in London."""
    return times.clock(value) if value is not None and value != "" else ""


@register.filter
def moment(value: datetime | None) -> str:
    """Friday 27 November 2026 at 17:44, in London."""
    return times.moment(value) if value else ""


@register.filter
def until(value: date | datetime | None) -> str:
    """“5 days left”, “due today”, “2 days overdue”; to the minute for a time."""
    return times.until(value, now()) if value else ""


@register.filter
def ago(value: date | datetime | None) -> str:
    """“12 minutes ago”, “yesterday”, “3 weeks ago”, “in March 2026”."""
    return times.ago(value, now()) if value else ""
