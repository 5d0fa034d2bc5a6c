"""Reads staff files as schools have them and plans what importing them would do.

Plain Python: no database, no clock, no request. Three steps, each of which a page can show:
`read_table` makes a sheet of the bytes, `match_headings` says which column holds what, and `plan`
sets the rows against the people known. Writing is the caller's.
"""

from .headings import FIELDS, Column, Contest, CorrectionRefused, Mapping, fingerprint, match_headings
from .planning import plan
from .plans import Change, Entry, Kind, Known, Plan, Problem, Ref, Step
from .posts import Category, split_posts
from .ranks import read_roles
from .reading import read_table
from .sheets import Note, Row, Sheet, Skipped, UnreadableFile

__all__ = [
    "FIELDS",
    "Category",
    "Change",
    "Column",
    "Contest",
    "CorrectionRefused",
    "Entry",
    "Kind",
    "Known",
    "Mapping",
    "Note",
    "Plan",
    "Problem",
    "Ref",
    "Row",
    "Sheet",
    "Skipped",
    "Step",
    "UnreadableFile",
    "fingerprint",
    "match_headings",
    "plan",
    "read_roles",
    "read_table",
    "split_posts",
]
