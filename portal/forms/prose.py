"""Texts of a form as HTML: paragraphs, lists, bold, italics and links; everything else is escaped."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from forms.rules import Evaluation, Scope, Text, shown

_LINK = re.compile(r"\[([^\]\n]{1,200})\]\((https?://[^\s()<>\"']{1,500}|/[^\s()<>\"']{0,500})\)")
_BOLD = re.compile(r"\*\*([^*\n]{1,500})\*\*")
_ITALIC = re.compile(r"(?<![\w*])[*_]([^*_\n]{1,500})[*_](?![\w*])")
_ITEM = re.compile(r"\s*[-*]\s+")
_HEADING = re.compile(r"#{1,6}\s+")
#: Marks the place of a computed value while the text around it is formatted.
_OPEN, _CLOSE = "\ue000", "\ue001"
_MARK = re.compile(f"{_OPEN}(\\d+){_CLOSE}")


def prose(text: Text, scope: Scope, evaluation: Evaluation) -> Markup:
    """The text as HTML. Computed values are shown as they are, never read as formatting."""
    values: list[str] = []
    source = ""
    for part in text.parts:
        if isinstance(part, str):
            source += part.replace(_OPEN, "").replace(_CLOSE, "")
        else:
            source += f"{_OPEN}{len(values)}{_CLOSE}"
            values.append(shown(evaluation.value(part, scope)))
    if not "".join(values).strip() and not _MARK.sub("", source).strip():
        return Markup("")
    html = "".join(_block(block) for block in re.split(r"\n\s*\n", source.replace("\r\n", "\n").strip()))
    return Markup(_MARK.sub(lambda found: _filled(values[int(found[1])]), html))


def _filled(value: str) -> str:
    return str(escape(value)).replace("\n", "<br>")


def _block(block: str) -> str:
    lines = [line for line in block.split("\n") if line.strip()]
    if lines and all(_ITEM.match(line) for line in lines):
        return "<ul>" + "".join(f"<li>{_inline(_ITEM.sub('', line, count=1))}</li>" for line in lines) + "</ul>"
    if len(lines) == 1 and (heading := _HEADING.match(lines[0])):
        return f"<h3>{_inline(lines[0][heading.end() :])}</h3>"
    return "<p>" + "<br>".join(_inline(line) for line in lines) + "</p>" if lines else ""


def _inline(line: str) -> str:
    parts, at = [], 0
    for found in _LINK.finditer(line):
        parts += [
            _marked(line[at : found.start()]),
            f'<a href="{escape(found[2])}" rel="noreferrer">{_marked(found[1])}</a>',
        ]
        at = found.end()
    return "".join([*parts, _marked(line[at:])])


def _marked(text: str) -> str:
    html = str(escape(text))
    return _ITALIC.sub(r"<em>\1</em>", _BOLD.sub(r"<strong>\1</strong>", html))
