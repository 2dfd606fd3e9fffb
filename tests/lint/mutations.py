"""Faults planted into the SOPs we ship, and changes that mean nothing: what the linter finds, and what it must leave alone.

python -m tests.lint.mutations 20        # a table of recall by class, with so many faults per class and SOP
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from engine.lint import Finding, examine
from engine.sop import Bundle, folder_of, read_bundle

PROCESSES = Path(__file__).parents[2] / "processes"
SOPS = ("asesmen_jpt", "talent_pool")
DRAWING, SETTINGS, HANDLERS = "process.bpmn", "sop.toml", "handlers.py"
#: A bundle and a place to change -> the changed bundle.
Plant = Callable[[Bundle, random.Random], Bundle | None]


@dataclass(frozen=True)
class Fault:
    """One class of faults: how to plant it, and the rules one of which must tell it."""

    name: str
    plant: Plant
    rules: frozenset[str]


def edited(bundle: Bundle, name: str, change: Callable[[str], str]) -> Bundle:
    """The bundle with one file (or one of its Python files) changed."""
    if name.endswith(".py"):
        assert bundle.sources is not None
        sources = dict(bundle.sources)
        sources[name] = change(sources[name].decode()).encode()
        return replace(bundle, sources=sources)
    files = dict(bundle.files)
    files[name] = change(files[name].decode()).encode()
    return replace(bundle, files=files)


def somewhere(pattern: str, new: str, *, file: str = DRAWING) -> Plant:
    """Replace one random match of a pattern; `new` may use its groups."""

    def plant(bundle: Bundle, rng: random.Random) -> Bundle | None:
        text = (bundle.sources or {}).get(file, b"") if file.endswith(".py") else bundle.files[file]
        found = list(re.finditer(pattern, text.decode(), re.DOTALL))
        if not found:
            return None
        match = rng.choice(found)
        return edited(bundle, file, lambda text: text[: match.start()] + match.expand(new) + text[match.end() :])

    return plant


def lost(suffix: str) -> Plant:
    """Take away one of the SOP's own files of a kind."""

    def plant(bundle: Bundle, rng: random.Random) -> Bundle | None:
        own = sorted(path for path in bundle.files if path.endswith(suffix) and not path.startswith("bersama/"))
        own = [path for path in own if not path.endswith("waktu_baku.dmn")]
        gone = rng.choice(own)
        return replace(bundle, files={path: content for path, content in bundle.files.items() if path != gone})

    return plant


def option_renamed(bundle: Bundle, rng: random.Random) -> Bundle | None:
    """Rename a choice in the very form that a condition asks for it."""
    drawn = bundle.files[DRAWING].decode()
    form_of = {
        name: form for form, name in re.findall(r'<bpmn:userTask [^>]*alur:form="(\w+)" alur:result="(\w+)"', drawn)
    }
    asked = sorted(set(re.findall(r"(\w+)\.\w+ == '(\w+)'", drawn)))
    sites = [(f"forms/{form_of[name]}.form", value) for name, value in asked if name in form_of]
    path, value = rng.choice([(path, value) for path, value in sites if path in bundle.files])
    if f'"value": "{value}"' not in bundle.files[path].decode():
        return None
    return edited(bundle, path, lambda text: text.replace(f'"value": "{value}"', f'"value": "{value}_baru"'))


def in_a_file(suffix: str, pattern: str, new: str) -> Plant:
    """Replace one random match in one random file of a kind, shared ones left out."""

    def plant(bundle: Bundle, rng: random.Random) -> Bundle | None:
        own = sorted(path for path in bundle.files if path.endswith(suffix) and not path.startswith("bersama/"))
        rng.shuffle(own)
        found = (somewhere(pattern, new, file=path)(bundle, rng) for path in own)
        return next((changed for changed in found if changed is not None), None)

    return plant


FAULTS = (
    Fault(
        "variable misspelt",
        somewhere(r"alur:input=\"\{'(\w+)': (\w+)", r"""alur:input="{'\1': \2_x"""),
        frozenset({"data-read"}),
    ),
    Fault(
        "variable misspelt in a script",
        somewhere(r"(<bpmn:script>[^<]*?= )(\w+\.)", r"\1tak_ada_\2"),
        frozenset({"data-read"}),
    ),
    Fault(
        "function misspelt",
        somewhere(r"hari_kerja\(", "hari_krja("),
        frozenset({"unknown-function", "bad-timer", "bad-script"}),
    ),
    Fault(
        "wrong number of arguments", somewhere(r"hari_kerja\((\w+), ", r"hari_kerja(\1, 1, "), frozenset({"bad-call"})
    ),
    Fault(
        "condition unreadable",
        somewhere(r"(<bpmn:conditionExpression[^>]*>)", r"\1and "),
        frozenset({"bad-expression"}),
    ),
    Fault(
        "choice misspelt in a condition",
        somewhere(r"(\w+\.keputusan == ')(\w+)'", r"\1\2_x'"),
        frozenset({"form-answers"}),
    ),
    Fault("choice renamed in a form", option_renamed, frozenset({"form-answers", "gateway-answers"})),
    Fault("form misspelt", somewhere(r'alur:form="(\w+)"', r'alur:form="\1_x"'), frozenset({"form-missing"})),
    Fault("form lost", lost(".form"), frozenset({"form-missing"})),
    Fault("table lost", lost(".dmn"), frozenset({"decision-missing", "table-there"})),
    Fault(
        "function renamed in the drawing",
        somewhere(r'alur:service="(\w+)"', r'alur:service="\1_x"'),
        frozenset({"handler-there"}),
    ),
    Fault(
        "function renamed in the code",
        somewhere(r"@handler\ndef (\w+)", r"@handler\ndef \1_x", file=HANDLERS),
        frozenset({"handler-there"}),
    ),
    Fault("mark forgotten", somewhere(r"@handler\ndef (\w+)", r"def \1", file=HANDLERS), frozenset({"handler-there"})),
    Fault(
        "lane unmapped",
        somewhere(r"\n\w+ = \"(?:bkpsda|setda)\.\w+\"", "\n", file=SETTINGS),
        frozenset({"lane-unmapped", "setting-missing", "performer-known", "lanes-handed"}),
    ),
    Fault("input of a call forgotten", somewhere(r"<alur:in [^>]*/>", ""), frozenset({"call-inputs"})),
    Fault(
        "result of a call misspelt",
        somewhere(r'<alur:out source="(\w+)"', r'<alur:out source="\1_x"'),
        frozenset({"data-read"}),
    ),
    Fault("step beyond the last", somewhere(r'alur:sopStep="\d+"', 'alur:sopStep="99"'), frozenset({"sop-steps"})),
    Fault(
        "flow without an end",
        somewhere(r'(<bpmn:sequenceFlow [^>]*)targetRef="\w+"', r'\1targetRef="tiada"'),
        frozenset({"sequence-flow"}),
    ),
    Fault(
        "condition forgotten",
        somewhere(r"<bpmn:conditionExpression[^>]*>[^<]*</bpmn:conditionExpression>", ""),
        frozenset({"condition-missing"}),
    ),
    Fault(
        "separation from nobody",
        somewhere(r'alur:separateFrom="(\w+)', r'alur:separateFrom="\1_x'),
        frozenset({"reference-missing"}),
    ),
    Fault("attribute misspelt", somewhere(r"alur:result=", "alur:hasil="), frozenset({"unknown-attribute"})),
    Fault(
        "key misspelt in a condition",
        somewhere(r"(<bpmn:conditionExpression[^>]*>\w+\.\w+)( ==)", r"\1_x\2"),
        frozenset({"form-answers", "data-keys"}),
    ),
    Fault(
        "key misspelt in a mapping", somewhere(r'source="(\w+)\.(\w+)"', r'source="\1.\2_x"'), frozenset({"data-keys"})
    ),
    Fault(
        "key misspelt in a script",
        somewhere(r"(<bpmn:script>[^<]*?= \w+\.\w+)([\n<])", r"\1_x\2"),
        frozenset({"form-answers", "data-keys"}),
    ),
    Fault(
        "input misspelt in the code",
        somewhere(r'job\.input\["(\w+)"\]', r'job.input["\1_x"]', file=HANDLERS),
        frozenset({"handler-inputs"}),
    ),
    Fault(
        "letter misspelt in the code",
        somewhere(r'(job\.render\(\s*")(\w+)"', r'\1\2_x"', file=HANDLERS),
        frozenset({"template-there"}),
    ),
    Fault("letter lost", lost(".typ"), frozenset({"template-there"})),
    Fault(
        "title misspelt",
        somewhere(r'title_expression = "(\w+)\.(\w+)', r'title_expression = "\1.\2_x', file=SETTINGS),
        frozenset({"title-read"}),
    ),
    Fault("default forgotten", somewhere(r' default="\w+"', ""), frozenset({"condition-missing"})),
    Fault(
        "message lost",
        somewhere(r'messageRef="(\w+)"', r'messageRef="\1_x"'),
        frozenset({"reference", "reference-missing"}),
    ),
    Fault(
        "one equals sign",
        somewhere(r"(<bpmn:conditionExpression[^>]*>\w+\.\w+) == ", r"\1 = "),
        frozenset({"bad-expression"}),
    ),
    Fault(
        "starting lane misspelt",
        somewhere(r'\nstart = \["(\w+)"', r'\nstart = ["\1_x"', file=SETTINGS),
        frozenset({"setting-missing"}),
    ),
    Fault("name misspelt in a form", in_a_file(".form", r'"=(\w+)\.', r'"=\1_x.'), frozenset({"form-names"})),
    Fault(
        "kind of field misspelt",
        in_a_file(".form", r'"type": "textfield"', '"type": "textfeld"'),
        frozenset({"form-readable"}),
    ),
    Fault(
        "input of a table misspelt in the code",
        somewhere(r'(job\.decide\("\w+", \{")(\w+)"', r'\1\2_x"', file=HANDLERS),
        frozenset({"table-inputs"}),
    ),
    Fault(
        "text in a column of numbers",
        in_a_file(".dmn", r"(<outputEntry[^>]*>\s*<text>)\d+", r'\1"tiga"'),
        frozenset({"table-types"}),
    ),
)


#: Changes that alter nothing a case would notice.
HARMLESS: dict[str, Plant] = {
    "a comment": somewhere(r"</bpmn:process>", "<!-- catatan --></bpmn:process>"),
    "another name on the screen": somewhere(r'(<bpmn:userTask [^>]*name=")', r"\1Periksa: "),
    "blanks in a condition": somewhere(r"(<bpmn:conditionExpression[^>]*>)([^<]*)<", r"\1\n   \2\n  <"),
    "a condition in FEEL": somewhere(r"(<bpmn:conditionExpression[^>]*>)(\w+\.\w+) == '(\w+)'<", r'\1=\2 = "\3"<'),
    "a condition in JUEL": somewhere(r"(<bpmn:conditionExpression[^>]*>)(\w+\.\w+ == '\w+')<", r"\1${\2}<"),
    "missing incoming and outgoing": somewhere(r"<bpmn:incoming>\w+</bpmn:incoming>", ""),
    "an unused property of another tool": somewhere(
        r"<bpmn:userTask ", '<bpmn:userTask xmlns:lain="urn:lain" lain:warna="biru" '
    ),
}


def told(bundle: Bundle) -> list[Finding]:
    """What keeps a bundle from being deployed."""
    return [finding for finding in examine(folder_of(bundle)) if finding.severity != "advice"]


def tried(fault: Fault, rng: random.Random, count: int) -> Iterator[tuple[bool, list[Finding]]]:
    """Plant a fault so many times into each SOP: whether its rule told it, and all that was told."""
    for sop in SOPS:
        clean = read_bundle(PROCESSES / sop)
        for _ in range(count):
            bundle = fault.plant(clean, rng)
            if bundle is not None:
                found = told(bundle)
                yield any(finding.rule in fault.rules for finding in found), found


def main(count: int) -> None:
    """Print recall by class of fault, and false alarms by harmless change."""
    print("| fault planted | planted | told by its rule | told at all |\n|---|---|---|---|")
    for fault in FAULTS:
        results = list(tried(fault, random.Random(fault.name), count))
        at_all = sum(bool(found) for _, found in results)
        print(f"| {fault.name} | {len(results)} | {sum(hit for hit, _ in results)} | {at_all} |")
    print("\n| change that means nothing | made | false alarms |\n|---|---|---|")
    for name, plant in HARMLESS.items():
        found = [told(bundle) for bundle in harmless(plant, random.Random(name), count)]
        print(f"| {name} | {len(found)} | {sum(map(bool, found))} |")


def harmless(plant: Plant, rng: random.Random, count: int) -> Iterator[Bundle]:
    """Both SOPs with a harmless change, so many times each."""
    for sop in SOPS:
        clean = read_bundle(PROCESSES / sop)
        yield from (bundle for _ in range(count) if (bundle := plant(clean, rng)) is not None)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
