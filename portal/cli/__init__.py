"""The command line: `alur`. One file a group of commands; only the file of the command that is asked for is imported."""

from __future__ import annotations

from importlib import import_module

import click

from engine.errors import AlurError

#: Command -> where it stands. `alur lint` must answer at once: it may not wait for Flask, the jobs and the office.
COMMANDS = {
    "calendar": "calendars:calendar_command",
    "demo": "data:demo",
    "demo-bkd": "demo_bkd:demo_bkd",
    "deploy": "sops:deploy",
    "designs": "sops:designs",
    "health": "health:health",
    "incidents": "data:incidents",
    "journal": "health:journal",
    "link": "links:link",
    "lint": "linting:lint",
    "mail": "mail:mail",
    "migrate": "data:migrate_command",
    "partner": "partners:partner",
    "people": "people:people",
    "rebuild": "proof:rebuild",
    "replay": "read:replay_command",
    "retry": "data:retry",
    "serve": "server:serve",
    "simulate": "simulate:simulate",
    "sops": "sops:sops",
    "verify": "proof:verify",
    "why": "read:why_command",
    "worker": "server:worker",
}


class Group(click.Group):
    """Commands that are imported when asked for, and whose known errors end in one sentence instead of a trace."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(f"portal.cli.{module}"), name)
        return command

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except AlurError as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name=None, version="0.1.0", prog_name="alur")
def main() -> None:
    """Alur menjalankan SOP: perkara, surat, dan buktinya.

    ALUR_HOME menamai folder data (bawaan: var/), ALUR_DATABASE_URL basis datanya (bawaan: SQLite di folder itu).
    """
