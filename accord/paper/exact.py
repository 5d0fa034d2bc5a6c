class Exact(str):
    """A hash, a key or an address of ours: ASCII that stands on paper as it is, without breaks put into it."""
