"""What the first paper of a process would wait for, loaded beforehand. In the worker only."""


def warm_up() -> None:
    """Load pyHanko, typst and the fonts. Takes a third of a second; safe to repeat. Raises FontsMissing."""
    import accord.paper.pades  # noqa: F401
    from accord.paper.press import house_press

    house_press().printable("\N{GREEK CAPITAL LETTER OMEGA}")  # Sets one letter, so that the compiler is there as well.
