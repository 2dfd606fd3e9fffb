"""The command line: `alur`. One file a group of commands."""

from __future__ import annotations

import click

from engine.errors import AlurError
from portal.cli import (
    calendars,
    data,
    demo_bkd,
    health,
    links,
    linting,
    mail,
    partners,
    people,
    proof,
    read,
    server,
    simulate,
    sops,
)


class Group(click.Group):
    """Commands whose known errors end in one sentence instead of a trace."""

    def invoke(self, context: click.Context) -> object:
        try:
            return super().invoke(context)
        except AlurError as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name=None, version="0.1.0", prog_name="alur")
def main() -> None:
    """Alur menjalankan SOP: perkara, surat, dan buktinya.

    ALUR_HOME menamai folder data (bawaan: var/), ALUR_DATABASE_URL basis datanya (bawaan: SQLite di folder itu).
    """


for command in (
    *(server.serve, server.worker),
    *(sops.deploy, sops.sops, linting.lint),
    *(data.demo, data.migrate_command, data.incidents, data.retry),
    *(proof.verify, proof.rebuild, health.health, health.journal),
    *(read.why_command, read.replay_command),
    simulate.simulate,
    *(links.link, mail.mail, people.people),
    calendars.calendar_command,
    *(partners.partner, demo_bkd.demo_bkd),
):
    main.add_command(command)
