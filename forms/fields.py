"""A form as the rest of the house sees it: fields with their kinds, limits and rules. Frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from expressions import Expression
from forms.rules import NOTHING, Evaluation, Scope, Text

if TYPE_CHECKING:
    from forms.plan import Level

#: Kinds that carry no data of their own.
DISPLAY = frozenset({"text", "separator", "spacer", "table"})
CHOICES = frozenset({"select", "radio", "checklist", "taglist"})
#: Most options that a select may get from the context.
MAX_OPTIONS = 2000


@dataclass(frozen=True)
class Option:
    """One choice. `key` is its text in HTML; `value` what enters the data (a text, a number, or a whole record)."""

    key: str
    label: str
    value: Any


@dataclass(frozen=True)
class Options:
    """The choices of a field: fixed ones, or a list computed from the context (`source`)."""

    fixed: Mapping[str, Option] = field(default_factory=dict)
    source: Expression | None = None

    def resolve(self, scope: Scope, evaluation: Evaluation) -> Mapping[str, Option]:
        """The choices in this scope, by key, in their order."""
        return self.fixed if self.source is None else evaluation.once(self.source, scope, options_of)


def options_of(listed: Any) -> Mapping[str, Option]:
    """The options of a computed list, by key; what is no list offers nothing."""
    found = [option_of(item) for item in listed[:MAX_OPTIONS]] if isinstance(listed, list) else []
    return {option.key: option for option in found}


def option_of(item: Any) -> Option:
    """An option of a computed list: `{label, value}`, a person or other record (with `nip`, `id` or `kunci`), or a scalar."""
    if not isinstance(item, Mapping):
        return Option(key_of(item), str(item), item)
    if "value" in item:
        return Option(key_of(item["value"]), str(item.get("label", item["value"])), item["value"])
    label = item.get("label") or item.get("nama") or item.get("judul") or key_of(item)
    return Option(key_of(item), f"{label}, {item['jabatan']}" if item.get("jabatan") else str(label), dict(item))


def key_of(value: Any) -> str:
    """The text that stands for an option's value in HTML; a record is known by its `nip`, `id` or `kunci`."""
    if isinstance(value, Mapping):
        known = next((value[name] for name in ("nip", "id", "kunci") if value.get(name) is not None), None)
        return str(known if known is not None else sorted(value.items(), key=str))
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


@dataclass(frozen=True)
class Column:
    """A column of a read-only table: the key of a row's value, and its heading."""

    key: str
    label: str


@dataclass(frozen=True, kw_only=True, eq=False)
class Field:
    """One component. `path` is where its value stands inside the form, or inside a row of its dynamic list."""

    id: str
    kind: str
    path: tuple[str, ...] = ()
    label: str = ""
    caption: Text = NOTHING
    help: Text = NOTHING
    text: Text = NOTHING
    required: bool = False
    required_if: Expression | None = None
    hide: Expression | None = None
    default: Any = None
    compute: Expression | None = None
    readonly: bool = False
    options: Options = Options()
    children: tuple[Field, ...] = ()
    format: str = ""
    subtype: str = ""
    minimum: Any = None
    maximum: Any = None
    min_length: int = 0
    max_length: int = 0
    pattern: Any = None
    pattern_message: str = ""
    decimals: int | None = None
    step: float | None = None
    unit: str = ""
    pppk: bool = True
    no_past: bool = False
    multiple: bool = False
    accept: tuple[str, ...] = ()
    max_files: int = 1
    max_bytes: int = 0
    min_rows: int = 0
    max_rows: int = 0
    start_rows: int = 0
    can_grow: bool = True
    columns: tuple[Column, ...] = ()
    source: Expression | None = None
    columns_wide: int | None = None

    @property
    def key(self) -> str:
        """The dotted path of the value; empty for what carries none."""
        return ".".join(self.path)

    @property
    def expressions(self) -> tuple[Expression, ...]:
        """Every expression of this component itself."""
        single = (
            self.required_if,
            self.hide,
            self.compute,
            self.options.source,
            self.source,
            self.minimum,
            self.maximum,
        )
        texts = (*self.caption.expressions, *self.help.expressions, *self.text.expressions)
        return tuple(each for each in single if isinstance(each, Expression)) + texts


@dataclass(frozen=True, kw_only=True, eq=False)
class Form:
    """A checked form: `components` as they are drawn, `fields` those that carry data, groups opened."""

    name: str
    components: tuple[Field, ...]
    fields: tuple[Field, ...]
    level: Level

    @cached_property
    def file_fields(self) -> tuple[str, ...]:
        """The paths of the file fields; `*` stands for a row's number."""
        return tuple(_file_paths(self.fields, ""))

    @cached_property
    def needs(self) -> frozenset[str]:
        """Names that the form's expressions read from the context; some may be optional there."""
        return self.level.needs


def _file_paths(fields: tuple[Field, ...], prefix: str) -> list[str]:
    found: list[str] = []
    for each in fields:
        if each.kind == "filepicker":
            found.append(prefix + each.key)
        if each.kind == "dynamiclist":
            found += _file_paths(opened(each.children), f"{prefix}{each.key}.*.")
    return found


def opened(components: tuple[Field, ...]) -> tuple[Field, ...]:
    """The fields that carry data, with groups replaced by what is in them."""
    found: list[Field] = []
    for component in components:
        if component.kind == "group":
            found += opened(component.children)
        elif component.kind not in DISPLAY:
            found.append(component)
    return tuple(found)


@dataclass(frozen=True)
class Checked:
    """What validation found: `data` to store, `errors` by path (empty: accepted), `shown` to fill the page again."""

    data: dict[str, Any]
    errors: dict[str, str]
    shown: dict[str, Any]
