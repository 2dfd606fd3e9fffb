"""The standard's own ways to say who does a task (BPMN 10.3.1, resource roles), in our words."""

from __future__ import annotations

import re

from engine.spiff.names import tag
from engine.spiff.reading import Node
from engine.spiff.vendors.drawn import Drawn
from expressions import quoted

ROLES = ("potentialOwner", "humanPerformer", "performer", "resourceRole")
#: A group, as Activiti and its descendants write one, or a bare name.
GROUP = re.compile(r"group\(([\w.-]+)\)|([\w-]+)")


def translate(drawn: Drawn) -> None:
    """One role that names one group is the position that does the task; anything else is a gap. What is only named, says nothing."""
    told = [text for role in ROLES for node in drawn.node.findall(tag(role)) if (text := _assigned(node))]
    if not told or drawn.says("performer", "participant"):
        return
    group = GROUP.fullmatch(told[0]) if len(told) == 1 else None
    if group is not None:
        drawn.put("performer", quoted(group[1] or group[2]))
        return
    drawn.gap(
        f"Pelaksana tugas ini ditulis sebagai '{', '.join(told)[:80]}'.",
        "Isi alur:performer dengan lajur atau jabatan, atau alur:participant dengan NIP.",
    )


def _assigned(role: Node) -> str:
    """What a role's expression says, or the name of the resource it refers to."""
    wanted = (role.findtext(tag("resourceRef")) or "").strip().rpartition(":")[2]
    for resource in role.getroottree().getroot().findall(tag("resource")) if wanted else ():
        if resource.get("id") == wanted:
            return str(resource.get("name") or wanted).strip()
    found = role.find(f"{tag('resourceAssignmentExpression')}/{tag('formalExpression')}")
    return (found.text or "").strip() if found is not None else ""
