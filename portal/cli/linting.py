"""`alur lint`: what is wrong or unwise in a drawing, before anybody depends on it."""

from __future__ import annotations

from pathlib import Path

import click
import orjson

from engine.lint import Finding, files_of
from engine.lint import lint as lint_files
from engine.sop import survey

WORDS = {"error": "salah", "gap": "belum lengkap", "advice": "saran"}


@click.command()
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Keluarkan JSON, dalam bahasa Indonesia dan Inggris.")
@click.pass_context
def lint(context: click.Context, path: Path, as_json: bool) -> None:
    """Periksa gambar BPMN di PATH (berkas, folder, atau folder SOP). Status keluar 1 bila ada yang salah atau belum lengkap."""
    findings = survey(path) if (path / "sop.toml").is_file() else lint_files(files_of(path))
    if as_json:
        click.echo(orjson.dumps([_row(finding) for finding in findings], option=orjson.OPT_INDENT_2).decode())
    else:
        for finding in findings:
            click.echo(f"{WORDS[finding.severity]}: {finding}")
        click.echo(_summary(findings))
    context.exit(1 if any(finding.severity != "advice" for finding in findings) else 0)


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


def _summary(findings: list[Finding]) -> str:
    counts = [(sum(each.severity == severity for each in findings), word) for severity, word in WORDS.items()]
    told = ", ".join(f"{count} {word}" for count, word in counts if count)
    return told or "Tidak ada yang perlu diperbaiki."
