"""`alur lint`: what is wrong or unwise in a drawing or an SOP's folder, before anybody depends on it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping
from itertools import groupby
from pathlib import Path
from typing import Literal

import click
import orjson

from engine.lint import Finding, files_of
from engine.lint import lint as lint_files
from engine.sop import survey
from engine.world import World

Language = Literal["id", "en"]
WORDS: Mapping[Language, Mapping[str, str]] = {
    "id": {"error": "salah", "gap": "belum lengkap", "advice": "saran", "line": "baris", "none": "Tidak ada yang perlu diperbaiki."},
    "en": {"error": "error", "gap": "unfinished", "advice": "advice", "line": "line", "none": "Nothing to mend."},
}  # fmt: skip
SEVERITIES = ("error", "gap", "advice")
WIDTH = 80


@click.command()
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Keluarkan JSON, dalam bahasa Indonesia dan Inggris.")
@click.option("--language", type=click.Choice(["id", "en"]), default="id", help="Bahasa temuan (bawaan: id).")
@click.option(
    "--office", is_flag=True, help="Periksa juga jabatan setiap lajur di basis data: ada, dan ada pemegangnya."
)
@click.pass_context
def lint(context: click.Context, path: Path, as_json: bool, language: Language, office: bool) -> None:
    """Periksa gambar BPMN di PATH (berkas, folder, atau folder SOP). Status keluar 1 bila ada yang menghalangi pemasangan."""
    if (path / "sop.toml").is_file():
        findings = survey(path, now=World().now(), holders=_holders() if office else None)
    else:
        findings = lint_files(files_of(path))
    if as_json:
        click.echo(orjson.dumps([_row(finding) for finding in findings], option=orjson.OPT_INDENT_2).decode())
    else:
        click.echo("\n".join([*_told(findings, language), _summary(findings, language)]))
    context.exit(1 if any(finding.severity != "advice" for finding in findings) else 0)


def _holders() -> Mapping[str, int]:
    from engine.people.staffing import holders_by_position  # only `--office` waits for the office to open
    from portal.cli.opening import open_engine

    return holders_by_position(open_engine())


def _row(finding: Finding) -> dict[str, object]:
    return {
        "severity": finding.severity,
        "rule": finding.rule,
        "file": finding.file,
        "element": finding.element,
        "line": finding.line,
        "message": finding.message._asdict(),
        "remedy": finding.remedy._asdict(),
    }


def _told(findings: list[Finding], language: Language) -> Iterable[str]:
    """The findings by file, as a reader sees them at 80 columns."""
    words = WORDS[language]
    for file, among in groupby(findings, key=lambda each: each.file):
        yield file
        for each in among:
            where = " ".join(filter(None, (f"{words['line']} {each.line}" if each.line else "", each.element)))
            yield f"  {words[each.severity]}: {where} [{each.rule}]"
            said = f"{getattr(each.message, language)} {getattr(each.remedy, language)}"
            yield textwrap.fill(
                said,
                WIDTH,
                initial_indent="    ",
                subsequent_indent="    ",
                break_long_words=False,
                break_on_hyphens=False,
            )
        yield ""


def _summary(findings: list[Finding], language: Language) -> str:
    words = WORDS[language]
    counts = [(sum(each.severity == severity for each in findings), words[severity]) for severity in SEVERITIES]
    return ", ".join(f"{count} {word}" for count, word in counts if count) or words["none"]
