"""A condition depends on the case: one that is always true or always false decides nothing."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.finding import Finding, Text, about
from engine.lint.folder import Folder
from expressions import EvaluationFailed

RULE = "condition-constant"
SEVERITY = "advice"


def check(folder: Folder) -> Iterator[Finding]:
    """Constant conditions, and an exclusive gateway's second flow with the same condition."""
    if folder.model is None:
        return
    for element in folder.elements:
        seen: dict[str, str] = {}
        for flow in (folder.model.flows[each] for each in element.outgoing):
            if flow.condition is None:
                continue
            if not flow.condition.uses and "sekarang" not in flow.condition.text:
                try:
                    value = flow.condition.evaluate({})
                except EvaluationFailed:
                    continue
                word = Text("benar", "true") if value else Text("salah", "false")
                yield about(
                    RULE,
                    element,
                    Text(
                        f"Syarat '{flow.condition.text}' selalu {word.id}.",
                        f"The condition '{flow.condition.text}' is always {word.en}.",
                    ),
                    Text(
                        "Tulis syarat yang bergantung pada data, atau pakai cabang bawaan.",
                        "Let it depend on data, or use the default flow.",
                    ),
                    severity="advice",
                    line=flow.line,
                )
            elif flow.condition.text in seen and element.kind == "exclusiveGateway":
                yield about(
                    RULE,
                    element,
                    Text(
                        f"Cabang '{flow.name or flow.id}' bersyarat sama dengan '{seen[flow.condition.text]}': tidak pernah diambil.",
                        f"Branch '{flow.name or flow.id}' has the condition of '{seen[flow.condition.text]}': it is never taken.",
                    ),
                    Text("Perbaiki salah satu syaratnya.", "Mend one of the conditions."),
                    severity="advice",
                    line=flow.line,
                )
            seen.setdefault(flow.condition.text, flow.name or flow.id)
