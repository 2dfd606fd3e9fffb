"""What comes next in a model, in words: gateways by their question, branches by their answers, automatic steps as such."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from engine.queries.wording import listed, named, quoted
from engine.spiff.model import Element, Flow, Model

GATEWAYS = ("exclusiveGateway", "inclusiveGateway", "parallelGateway", "eventBasedGateway", "complexGateway")
AUTOMATIC = ("serviceTask", "sendTask", "scriptTask", "businessRuleTask", "intermediateThrowEvent")
#: How many elements in a row one text names at most.
FAR = 4

Doer = Callable[[Element, bool], str | None]


@dataclass(frozen=True, kw_only=True)
class Ahead:
    """A look ahead from a place in a case: `hosts` are the elements of the enclosing scopes, innermost last; `home` is the
    scope of the place; `doer` names who will act on an element, and is told whether that lies in the same scope; `aside`:
    the way leads beside the main one (a reminder), so that its end is not the end of anything else."""

    model: Model
    hosts: tuple[Element, ...]
    home: str
    doer: Doer
    aside: bool = False

    def after(self, element: Element, *, far: int = FAR) -> str:
        """What follows an element: a clause without a full stop, never empty."""
        if element.loop is not None:
            return self._after_instance(element, far)
        return self._leaving(element, far)

    def _after_instance(self, element: Element, far: int) -> str:
        rest = self._leaving(element, far)
        how = (
            "setelah giliran terakhir"
            if element.loop and element.loop.kind == "sequential"
            else "setelah semuanya selesai"
        )
        return f"{how}, {rest}"

    def _leaving(self, element: Element, far: int) -> str:
        flows = [self.model.flows[name] for name in element.outgoing]
        if not flows:
            return self._over(far)
        parts = [self._reaching(flow, far) for flow in flows]
        return parts[0] if len(parts) == 1 else f"serentak {listed(parts)}"

    def _reaching(self, flow: Flow, far: int) -> str:
        element = self.model.elements[flow.target]
        if element.kind in GATEWAYS:
            return self._gateway(element, far - 1)
        if element.kind == "endEvent":
            return self._end(element, far - 1)
        if element.kind in AUTOMATIC:
            work = f"sistem mengerjakan {named(element)}"
            return work if far <= 0 else then(work, self._leaving(element, far - 1))
        return self._stop(element)

    def _stop(self, element: Element) -> str:
        """Where the case will stand: at a person, a wait, or a part with steps of its own."""
        if element.kind in ("callActivity", "subProcess"):
            return f"bagian {named(element)}{self._each(element)}"
        if element.event == "timer":
            return f"menunggu sampai waktu {named(element)}"
        if element.event or element.kind == "receiveTask":
            return f"menunggu {named(element)}"
        doer = self.doer(element, element.scope == self.home)
        return f"{named(element)}{self._each(element)}{f' oleh {doer}' if doer else ''}"

    def _each(self, element: Element) -> str:
        if element.loop is None:
            return ""
        return " (satu per satu)" if element.loop.kind == "sequential" else " (untuk masing-masing)"

    def _gateway(self, gateway: Element, far: int) -> str:
        flows = [self.model.flows[name] for name in gateway.outgoing]
        if gateway.kind == "parallelGateway":
            meeting = "setelah semua cabang bertemu, " if len(gateway.incoming) > 1 else ""
            return meeting + (self._leaving(gateway, far) if far > -FAR else "langkah berikutnya")
        if len(flows) == 1 and far > -FAR:
            return self._reaching(flows[0], far)
        if gateway.kind == "eventBasedGateway":
            parts = [self._reaching(flow, far - 1) for flow in flows]
            return f"mana yang lebih dulu: {listed(parts, 'atau')}"
        question = f"pertanyaan {quoted(gateway.name)}" if gateway.name else "keputusan menurut isian sebelumnya"
        if far <= 0:
            return question
        ways = "; ".join(f"{self._answer(gateway, flow)} {self._reaching(flow, min(far, 1))}" for flow in flows)
        return f"{question}: {ways}"

    def _answer(self, gateway: Element, flow: Flow) -> str:
        if flow.name:
            return f"bila {quoted(flow.name)},"
        return "selain itu," if flow.id == gateway.default else "bila syaratnya terpenuhi,"

    def _end(self, end: Element, far: int) -> str:
        if self.aside:
            return f"tercatat {named(end)}" if end.name else "hal itu tercatat"
        if not self.hosts:
            return f"perkara berakhir: {named(end)}" if end.name else "cabang ini berakhir"
        return self._over(far)

    def _over(self, far: int) -> str:
        """The end of a scope: what follows the element that encloses it."""
        if not self.hosts:
            return "cabang ini berakhir"
        host, outer = self.hosts[-1], replace(self, hosts=self.hosts[:-1])
        over = f"bagian {named(host)} selesai"
        return over if far <= 0 else then(over, outer.after(host, far=far - 1))


def then(first: str, after: str) -> str:
    """Two clauses in order."""
    return f"{first}; {after}" if after.startswith("setelah ") else f"{first}, lalu {after}"
