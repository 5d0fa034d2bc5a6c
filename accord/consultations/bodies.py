"""Unions and professional associations that schools commonly recognise, offered when a consultation is started.

Dated configuration, not law: which ones a school recognises is its own agreement, and its own list grows from what it
ticks and types (clause F.8).
"""

CHECKED_ON = "2026-11-22"

KNOWN = (
    "National Education Union (NEU)",
    "NASUWT The Teachers' Union",
    "Association of School and College Leaders (ASCL)",
    "National Association of Head Teachers (NAHT)",
    "Community",
    "UNISON",
    "GMB",
    "Unite",
)
