"""What comes next in a model, in words: gateways by their question, branches by their answers, automatic steps as such."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from engine.queries.wording import INDONESIAN, Words, quoted
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
    words: Words = INDONESIAN

    def after(self, element: Element, *, far: int = FAR) -> str:
        """What follows an element: a clause without a full stop, never empty."""
        if element.loop is not None:
            return self._after_instance(element, far)
        return self._leaving(element, far)

    def _after_instance(self, element: Element, far: int) -> str:
        rest = self._leaving(element, far)
        if element.loop and element.loop.kind == "sequential":
            return self.words("setelah giliran terakhir, {rest}", rest=rest)
        return self.words("setelah semuanya selesai, {rest}", rest=rest)

    def _leaving(self, element: Element, far: int) -> str:
        flows = [self.model.flows[name] for name in element.outgoing]
        if not flows:
            return self._over(far)
        parts = [self._reaching(flow, far) for flow in flows]
        return parts[0] if len(parts) == 1 else self.words("serentak {parts}", parts=self.words.listed(parts))

    def _reaching(self, flow: Flow, far: int) -> str:
        element = self.model.elements[flow.target]
        if element.kind in GATEWAYS:
            return self._gateway(element, far - 1)
        if element.kind == "endEvent":
            return self._end(element, far - 1)
        if element.kind in AUTOMATIC:
            work = self.words("sistem mengerjakan {name}", name=self.words.named(element))
            return work if far <= 0 else self.words.then(work, self._leaving(element, far - 1))
        return self._stop(element)

    def _stop(self, element: Element) -> str:
        """Where the case will stand: at a person, a wait, or a part with steps of its own."""
        name = self.words.named(element)
        if element.kind in ("callActivity", "subProcess"):
            return self.words("bagian {name}{each}", name=name, each=self._each(element))
        if element.event == "timer":
            return self.words("menunggu sampai waktu {name}", name=name)
        if element.event or element.kind == "receiveTask":
            return self.words("menunggu {name}", name=name)
        doer = self.doer(element, element.scope == self.home)
        by = self.words(" oleh {doer}", doer=doer) if doer else ""
        return f"{name}{self._each(element)}{by}"

    def _each(self, element: Element) -> str:
        if element.loop is None:
            return ""
        one_by_one = element.loop.kind == "sequential"
        return self.words(" (satu per satu)") if one_by_one else self.words(" (untuk masing-masing)")

    def _gateway(self, gateway: Element, far: int) -> str:
        flows = [self.model.flows[name] for name in gateway.outgoing]
        if gateway.kind == "parallelGateway":
            rest = self._leaving(gateway, far) if far > -FAR else self.words("langkah berikutnya")
            return self.words("setelah semua cabang bertemu, {rest}", rest=rest) if len(gateway.incoming) > 1 else rest
        if len(flows) == 1 and far > -FAR:
            return self._reaching(flows[0], far)
        if gateway.kind == "eventBasedGateway":
            parts = [self._reaching(flow, far - 1) for flow in flows]
            return self.words("mana yang lebih dulu: {parts}", parts=self.words.listed(parts, "atau"))
        question = self._question(gateway)
        if far <= 0:
            return question
        ways = "; ".join(f"{self._answer(gateway, flow)} {self._reaching(flow, min(far, 1))}" for flow in flows)
        return f"{question}: {ways}"

    def _question(self, gateway: Element) -> str:
        if gateway.name:
            return self.words("pertanyaan {question}", question=quoted(gateway.name))
        return self.words("keputusan menurut isian sebelumnya")

    def _answer(self, gateway: Element, flow: Flow) -> str:
        if flow.name:
            return self.words("bila {answer},", answer=quoted(flow.name))
        return self.words("selain itu,") if flow.id == gateway.default else self.words("bila syaratnya terpenuhi,")

    def _end(self, end: Element, far: int) -> str:
        if self.aside:
            return self.words("tercatat {name}", name=quoted(end.name)) if end.name else self.words("hal itu tercatat")
        if not self.hosts and end.name:
            return self.words("perkara berakhir: {name}", name=quoted(end.name))
        return self._over(far)

    def _over(self, far: int) -> str:
        """The end of a scope: what follows the element that encloses it."""
        if not self.hosts:
            return self.words("cabang ini berakhir")
        host, outer = self.hosts[-1], replace(self, hosts=self.hosts[:-1])
        over = self.words("bagian {name} selesai", name=self.words.named(host))
        return over if far <= 0 else self.words.then(over, outer.after(host, far=far - 1))
