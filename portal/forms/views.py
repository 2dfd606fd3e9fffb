"""What the templates draw: one View a component, with its texts, its value, its error and the names of its inputs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from markupsafe import Markup

from expressions import Functions
from forms import Field
from forms.fields import CHOICES, opened
from forms.initial import default_of, take
from forms.kinds.files import kinds, size
from forms.rules import Evaluation, Layers, Scope
from portal.forms import inputs
from portal.forms.conditions import OPAQUE, Name, Rule, rule_of
from portal.forms.known import known
from portal.forms.prose import prose
from portal.languages import gettext as _

#: Stands for a row's number in the template of a row, by depth.
PLACEHOLDERS = ("__0__", "__1__", "__2__", "__3__", "__4__", "__5__", "__6__")


@dataclass(kw_only=True)
class Page:
    """What holds for the whole form while it is drawn."""

    errors: Mapping[str, str]
    typed: bool
    functions: Functions
    read_only: bool = False
    has_buttons: bool = False
    evaluation: Evaluation = field(init=False)

    def __post_init__(self) -> None:
        self.evaluation = Evaluation(self.functions)


@dataclass(frozen=True)
class Place:
    """Where a component stands: the prefix of its names, the data around it, and the scope that its rules see.

    `names`: what a rule may read here, innermost first: (as it is written, HTML name, kind). `given`: the row that a fixed list
    begins with. `fresh`: a row that nobody has seen yet, so that its defaults count.
    """

    prefix: str
    values: Any
    scope: Scope
    given: Mapping[str, Any] | None = None
    fresh: bool = False
    depth: int = 0
    names: tuple[Name, ...] = ()


@dataclass(kw_only=True)
class View:
    """One component as it is drawn; `name` is its HTML name, `id` its anchor."""

    kind: str
    id: str
    name: str = ""
    label: str = ""
    help: str = ""
    required: bool = False
    error: str = ""
    rule: str = ""
    hidden: bool = False
    readonly: bool = False
    text: Markup = field(default_factory=Markup)
    shown: str = ""
    input: inputs.Input | None = None
    options: Sequence[inputs.Choice] = ()
    files: Sequence[inputs.Stored] = ()
    accept: str = ""
    limits: str = ""
    multiple: bool = False
    capture: bool = False
    unit: str = ""
    children: Sequence[View] = ()
    rows: Sequence[Row] = ()
    template: Row | None = None
    can_grow: bool = False
    least_rows: int = 0
    most_rows: int = 0
    columns: Sequence[str] = ()
    lines: Sequence[Sequence[str]] = ()
    wide: int | None = None

    @property
    def describedby(self) -> str:
        """Ids of help and error, for aria-describedby."""
        parts = [f"{self.id}-bantuan"] if self.help or self.limits else []
        return " ".join([*parts, f"{self.id}-salah"] if self.error else parts)

    @property
    def anchor(self) -> str:
        """The element that an error's link leads to."""
        return self.options[0].id if self.options and self.kind != "select" else self.id


@dataclass(kw_only=True)
class Row:
    """One row of a dynamic list."""

    name: str
    number: int | str
    title: str
    views: Sequence[View]
    can_remove: bool
    error: str = ""


def views(components: Sequence[Field], page: Page, values: Mapping[str, Any], context: Scope) -> list[View]:
    """The views of a whole form."""
    fields = opened(tuple(components))
    place = Place("", values, context)
    scope = Layers(known(components, lambda each: _value(each, page, place), context, page.evaluation), context)
    return _views(components, page, replace(place, scope=scope, names=_named(fields, "", page, scope)))


def _named(fields: Sequence[Field], prefix: str, page: Page, scope: Scope, below: int = 0) -> tuple[Name, ...]:
    """What a rule may read by these fields' own paths, without the first `below` keys; read-only ones are known here already."""
    return tuple(
        (".".join(each.path[below:]), prefix + each.key, _kind(each, page, scope))
        for each in fields
        if not each.readonly
    )


def _kind(component: Field, page: Page, scope: Scope) -> str:
    """How the browser reads a field: its kind, or OPAQUE where its text is not its value."""
    if component.format == "nip" or component.subtype:
        return component.format or component.subtype
    if component.format in ("golongan", "telepon") and component.kind == "textfield":
        return OPAQUE
    if component.kind in CHOICES:
        offered = component.options.resolve(scope, page.evaluation).values()
        return component.kind if all(isinstance(option.value, str) for option in offered) else OPAQUE
    return component.kind


def _views(components: Sequence[Field], page: Page, place: Place) -> list[View]:
    made = (_view(component, page, place) for component in components)
    return [view for view in made if view is not None]


def _view(component: Field, page: Page, place: Place) -> View | None:
    rule = rule_of(component, place, page.evaluation) if component.hide is not None else Rule()
    if rule.always or (page.read_only and rule.now):
        return None
    name = place.prefix + component.key if component.path else ""
    view = View(
        kind=component.kind,
        id="isian-" + (name.replace(".", "-") if name else place.prefix.replace(".", "-") + component.id),
        name=name,
        label=component.caption.show(place.scope, page.evaluation),
        help=component.help.show(place.scope, page.evaluation),
        required=component.required or component.min_rows > 0,
        error=page.errors.get(name, "") if name else "",
        rule=rule.source,
        hidden=rule.now and page.typed,
        readonly=component.readonly,
        unit=component.unit,
        wide=component.columns_wide,
    )
    DRAW.get(component.kind, _input)(view, component, page, place)
    return view


def _value(component: Field, page: Page, place: Place) -> Any:
    value = take(place.values, component.path)
    if page.read_only or not (component.readonly or (place.fresh and value is None)):
        return value
    given = take(place.given, component.path)
    return given if given is not None else default_of(component, place.scope, page.evaluation)


def _input(view: View, component: Field, page: Page, place: Place) -> None:
    value = _value(component, page, place)
    offered = component.options.resolve(place.scope, page.evaluation)
    view.shown = inputs.readable(component, value, offered)
    if component.readonly:
        return
    view.input = inputs.input_of(component, value)
    view.options = inputs.choices(view.id, value, offered)
    example = inputs.EXAMPLES.get(component.subtype)
    view.limits = _("contoh: %(example)s", example=example) if example else ""


def _files(view: View, component: Field, page: Page, place: Place) -> None:
    value = take(place.values, component.path)
    view.files = inputs.stored(view.name, value)
    view.accept = ",".join(component.accept)
    view.multiple = component.multiple
    view.capture = bool(component.accept) and all(part.startswith("image/") for part in component.accept)
    limits = [kinds(component.accept)] if component.accept else []
    limits.append(_("paling besar %(size)s", size=size(component.max_bytes)))
    if component.multiple:
        limits.append(_("paling banyak %(most)d berkas", most=component.max_files))
    view.limits = ", ".join(limits)
    page.has_buttons = page.has_buttons or bool(view.files)


def _text(view: View, component: Field, page: Page, place: Place) -> None:
    view.text = prose(component.text, place.scope, page.evaluation)


def _table(view: View, component: Field, page: Page, place: Place) -> None:
    listed = page.evaluation.value(component.source, place.scope) if component.source is not None else None
    view.columns = [column.label for column in component.columns]
    view.lines = [
        [inputs.cell(take(row, tuple(column.key.split(".")))) for column in component.columns]
        for row in (listed if isinstance(listed, list) else [])
    ]


def _group(view: View, component: Field, page: Page, place: Place) -> None:
    inner = take(_known(place.scope, component), component.path) if component.path else None
    scope = Layers(inner, place.scope) if isinstance(inner, Mapping) else place.scope
    local = _named(opened(component.children), place.prefix, page, scope, len(component.path))
    names = (*local, *place.names) if component.path else place.names
    view.children = _views(component.children, page, replace(place, scope=scope, names=names))


def _known(scope: Scope, component: Field) -> Mapping[str, Any]:
    return {component.path[0]: scope[component.path[0]]} if component.path[0] in scope else {}


def _list(view: View, component: Field, page: Page, place: Place) -> None:
    value = take(place.values, component.path)
    rows = value if isinstance(value, list) else []
    given = _given(component, page, place)
    count = len(rows) if given is None or page.read_only else len(given)
    view.can_grow, view.least_rows, view.most_rows = component.can_grow, component.min_rows, component.max_rows
    view.rows = [
        _row(view, component, page, place, index, rows[index] if index < len(rows) else {}, given)
        for index in range(count)
    ]
    if component.can_grow and not page.read_only:
        page.has_buttons = True
        view.template = _row(view, component, page, place, PLACEHOLDERS[place.depth], {}, None)


def _given(component: Field, page: Page, place: Place) -> list[Any] | None:
    """The rows of a list that neither grows nor shrinks."""
    if component.can_grow:
        return None
    value = default_of(component, place.scope, page.evaluation)
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []


def _row(
    view: View, component: Field, page: Page, place: Place, index: int | str, values: Any, given: list[Any] | None
) -> Row:
    prefix = f"{view.name}.{index}."
    fields = opened(component.children)
    mine = given[index] if given is not None and isinstance(index, int) and index < len(given) else None
    fresh = values == {} and not page.read_only
    inner = Place(prefix=prefix, values=values, scope=place.scope, given=mine, fresh=fresh, depth=place.depth + 1)
    scope = Layers(
        known(component.children, lambda each: _value(each, page, inner), place.scope, page.evaluation), place.scope
    )
    inner = replace(inner, scope=scope, names=(*_named(fields, prefix, page, scope), *place.names))
    number = index + 1 if isinstance(index, int) else index
    return Row(
        name=f"{view.name}.{index}",
        number=number,
        title=_title(fields, values, mine),
        views=_views(component.children, page, inner),
        can_remove=component.can_grow,
        error=page.errors.get(f"{view.name}.{index}", ""),
    )


def _title(fields: Sequence[Field], values: Any, given: Mapping[str, Any] | None) -> str:
    """What a row is about, for its heading: the name that stands in it."""
    for source in (given, values):
        found = take(source, ("nama",)) if any(each.key == "nama" for each in fields) else None
        if isinstance(found, str) and found.strip():
            return found.strip()[:80]
    return ""


DRAW: dict[str, Any] = {
    "filepicker": _files,
    "text": _text,
    "table": _table,
    "group": _group,
    "dynamiclist": _list,
    "separator": lambda view, component, page, place: None,
    "spacer": lambda view, component, page, place: None,
}
