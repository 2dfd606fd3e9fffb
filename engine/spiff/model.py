"""A model as it was read: its elements and flows, the parsed expressions, and the specifications built from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from expressions import Expression, Script, nodes

if TYPE_CHECKING:
    from engine.decisions import Decision
    from engine.spiff.process import Process
    from engine.spiff.timers import TimerText


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """A sequence flow between two elements of one scope."""

    id: str
    source: str
    target: str
    condition: Expression | None = None
    line: int | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Loop:
    """How often an activity runs. kind: "parallel", "sequential" or "standard"; `throws`: what is thrown as instances complete
    (`behavior` None: each time, One: by the first, Complex: when its condition is true; All: nothing)."""

    kind: str
    cardinality: Expression | None = None
    collection: Expression | None = None
    item: str | None = None
    output: str | None = None
    output_item: str | None = None
    condition: Expression | None = None
    test_before: bool = False
    maximum: int | None = None
    behavior: str = "All"
    throws: tuple[tuple[Expression | None, Element], ...] = ()

    @property
    def variable(self) -> str | None:
        """The variable it goes through, when its collection is a plain variable."""
        tree = self.collection.tree if self.collection is not None else None
        return tree.id if isinstance(tree, nodes.Name) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One flow node of a model.

    `kind` is BPMN's tag ("userTask"); `attributes` are those of our namespace, without prefix; `lane` is the lane's id;
    `scope` is the id of the process or sub-process that holds it; `incoming` and `outgoing` are flow ids in document order;
    `event` is the kind of event definition ("timer", "message", "signal", "conditional", "link", "error", "escalation",
    "terminate", or ""); `message` names its message or signal, `code` its error, escalation or link; `triggered` says that
    a sub-process is an event sub-process; an event with several definitions ("multiple") has one copy for each in `several`,
    and `all_of` says that all must happen; `instantiates` marks a receive task whose
    message begins a case; `undoes` marks a compensation handler, `handler` names that of a compensation border; an
    activity starts when `needs` tokens have come and gives `gives` to each flow.
    """

    id: str
    kind: str
    name: str | None
    process: str
    scope: str
    lane: str | None
    lane_name: str | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)
    line: int | None = None
    file: str = ""
    documentation: str = ""
    incoming: tuple[str, ...] = ()
    outgoing: tuple[str, ...] = ()
    default: str | None = None
    event: str = ""
    message: str | None = None
    code: str | None = None
    timer: TimerText | None = None
    attached_to: str | None = None
    interrupting: bool = True
    triggered: bool = False
    several: tuple[Element, ...] = ()
    all_of: bool = False
    instantiates: bool = False
    undoes: bool = False
    handler: str | None = None
    needs: int = 1
    gives: int = 1
    calls: str | None = None
    inputs: tuple[tuple[str, Expression], ...] = ()
    outputs: tuple[tuple[str, Expression], ...] = ()
    loop: Loop | None = None
    script: Script | None = None
    condition: Expression | None = None
    expressions: Mapping[str, Expression] = field(default_factory=dict)

    @property
    def result(self) -> str:
        """The variable that receives the element's result."""
        return self.attributes.get("result", self.id)


@dataclass(kw_only=True)
class Model:
    """A checked, executable bundle: shared by all its cases, never changed, never stored with one."""

    process: str
    digest: str
    elements: Mapping[str, Element]
    flows: Mapping[str, Flow]
    decisions: Mapping[str, Decision]
    specs: Mapping[str, Process] = field(repr=False)

    @property
    def start(self) -> Element:
        """The event a case begins with: the only plain start event of the process, else its first start event; where nothing
        is drawn, the process itself stands for it."""
        starts = [e for e in self.elements.values() if e.kind == "startEvent" and e.scope == self.process]
        plain = [element for element in starts if not element.event]
        drawn = plain or starts or [e for e in self.elements.values() if e.instantiates]
        return drawn[0] if drawn else self._implicit

    @property
    def _implicit(self) -> Element:
        return Element(
            id=self.process, kind="startEvent", name=None, process=self.process, scope=self.process, lane=None
        )

    @property
    def by_itself(self) -> list[Element]:
        """What begins a case without a person: start events with a trigger, and receive tasks that instantiate."""
        own = [element for element in self.elements.values() if element.scope == self.process]
        return [e for e in own if e.instantiates or (e.kind == "startEvent" and e.event)]

    @property
    def by_hand(self) -> bool:
        """Whether a person may begin a case: at a plain start event, or where no start event is drawn."""
        return not self.start.event and not self.start.instantiates

    @property
    def sop_steps(self) -> dict[str, str]:
        """Element id -> text of its `alur:sopStep`, for the elements that have one."""
        return {e.id: e.attributes["sopStep"] for e in self.elements.values() if "sopStep" in e.attributes}

    def spec_of(self, scope: str) -> Any:
        """The specification of a process or sub-process."""
        return self.specs[scope]


def begins(element: Element) -> bool:
    """Whether a scope without start events would begin here: nothing leads to it (BPMN 13.2.1)."""
    if element.incoming or element.kind == "boundaryEvent" or element.triggered or element.undoes:
        return False
    return element.event != "link" or element.kind != "intermediateCatchEvent"


def scopes_of(elements: Mapping[str, Element]) -> dict[str, list[Element]]:
    """Scope id -> its elements, in document order."""
    found: dict[str, list[Element]] = {}
    for element in elements.values():
        found.setdefault(element.scope, []).append(element)
    return found
