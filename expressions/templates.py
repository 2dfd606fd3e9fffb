"""Texts with expressions in them: where each begins and ends."""

from __future__ import annotations


def closing_brace(text: str, at: int) -> int:
    """The offset of the `}` that closes what is open at this offset, minding quotes and inner braces; -1 if none."""
    depth, quote = 0, ""
    while at < len(text):
        character = text[at]
        if quote:
            at += character == "\\"
            quote = "" if character == quote else quote
        elif character in "\"'":
            quote = character
        elif character == "{":
            depth += 1
        elif character == "}":
            if depth == 0:
                return at
            depth -= 1
        at += 1
    return -1


def template_pieces(text: str) -> list[tuple[bool | None, str]]:
    """(False, text) and (True, code) in turn; (None, "") where braces do not match."""
    pieces: list[tuple[bool | None, str]] = []
    plain, at = "", 0
    while at < len(text):
        if text[at : at + 2] in ("{{", "}}"):
            plain, at = plain + text[at], at + 2
        elif text[at] == "{" and (end := closing_brace(text, at + 1)) > 0:
            pieces += [(False, plain)] if plain else []
            pieces.append((True, text[at + 1 : end]))
            plain, at = "", end + 1
        elif text[at] in "{}":
            return [(None, "")]
        else:
            plain, at = plain + text[at], at + 1
    return pieces + ([(False, plain)] if plain else [])
