"""What a decision table reads is there when its task is reached; the standard times read `langkah` and give `hari`."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.finding import Finding, Text, about
from engine.lint.folder import Folder

RULE = "table-inputs"
SEVERITY = "error"
TIMES = "waktu_baku"


def check(folder: Folder) -> Iterator[Finding]:
    """Variables of a table that nothing has written before its task, or that a function does not hand over; odd tables of times."""
    for element in folder.elements:
        decision = folder.decisions.get(element.attributes.get("decision", ""))
        if decision is not None and folder.variables is not None:
            for name in sorted(decision.names):
                if folder.variables.lacks(element, name):
                    yield about(
                        RULE,
                        element,
                        Text(
                            f"Tabel '{decision.id}' membaca '{name}', yang belum pernah diisi sebelum langkah ini.",
                            f"The table '{decision.id}' reads '{name}', which nothing has written before this step.",
                        ),
                        Text(
                            "Isi variabelnya lebih dahulu, atau perbaiki masukan tabelnya.",
                            "Write the variable earlier, or mend the table's input.",
                        ),
                    )
    yield from _asked(folder)
    if TIMES in folder.tables:
        file, times = folder.tables[TIMES]
        if times.names - {"langkah"} or "hari" not in {output.name for output in times.outputs}:
            yield Finding(
                severity="error",
                rule=RULE,
                element=TIMES,
                line=times.line,
                file=file,
                message=Text(
                    "Tabel waktu baku membaca 'langkah' dan memberi 'hari'.",
                    "The table of standard times reads 'langkah' and gives 'hari'.",
                ),
                remedy=Text("Perbaiki kolom-kolomnya.", "Mend its columns."),
            )


def _asked(folder: Folder) -> Iterator[Finding]:
    """What functions that the drawing calls hand to the tables they ask."""
    if folder.sources is None:
        return
    services = dict.fromkeys(element.attributes.get("service", "") for element in folder.elements)
    functions = {each.name: each for service in services for each in folder.sources.behind(service)}
    for function in functions.values():
        for table, line, keys in sorted(function.hands, key=lambda each: (each[1], each[0])):
            decision = folder.decisions.get(table)
            for name in sorted(decision.names - keys) if decision is not None else ():
                yield Finding(
                    severity="error",
                    rule=RULE,
                    element=table,
                    line=line,
                    file=function.file,
                    message=Text(
                        f"Fungsi '{function.name}' tidak memberi '{name}' kepada tabel '{table}'.",
                        f"The function '{function.name}' does not hand '{name}' to the table '{table}'.",
                    ),
                    remedy=Text(
                        f"Yang diberi: {', '.join(sorted(keys))}. Samakan dengan masukan tabelnya.",
                        f"It hands over {', '.join(sorted(keys))}. Use the names of the table's inputs.",
                    ),
                )
