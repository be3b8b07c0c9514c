"""Text from elsewhere as a part of a line of ours."""


def one_line(text: str, most: int = 2_000) -> str:
    """The text with line breaks as spaces, and what else cannot be printed, such as control characters and lone surrogates, as
    escapes; what is longer than ``most`` is cut."""
    line = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in " ".join(text[: most + 1].split("\n")))
    return line if len(text) <= most else f"{line[:most]}…"
