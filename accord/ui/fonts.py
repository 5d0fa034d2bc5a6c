"""The one family that pages and papers share. It comes from a package at set-up; its bytes are not in the repository."""

from pathlib import Path

FAMILY = "Atkinson Hyperlegible Next"  # What a typst template names. This cut has the Welsh ŵ and ŷ, the first had not.
BUILT = Path(__file__).parent / "static" / "built"
FOLDER = BUILT / "fonts"  # TTF for typst's `font_paths`, WOFF2 for pages.
