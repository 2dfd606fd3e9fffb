"""What an analyst may write on each kind of component: form-js's own properties and ours."""

from __future__ import annotations

_COMMON = frozenset({"type", "id", "layout", "conditional", "properties"})
_INPUT = _COMMON | {"key", "label", "description", "validate", "defaultValue", "readonly", "disabled", "appearance"}
_CHOICE = _INPUT | {"values", "valuesKey", "valuesExpression", "searchable"}

#: Kind -> the properties of a component of that kind; others are refused, since a misspelled rule would be silent.
ALLOWED: dict[str, frozenset[str]] = {
    "textfield": _INPUT,
    "textarea": _INPUT | {"rows", "height"},
    "number": _INPUT | {"decimalDigits", "increment", "serializeToString"},
    "checkbox": _INPUT,
    "select": _CHOICE,
    "radio": _CHOICE,
    "checklist": _CHOICE,
    "taglist": _CHOICE,
    "datetime": _INPUT
    | {"subtype", "dateLabel", "timeLabel", "timeSerializingFormat", "timeInterval", "use24h", "disallowPassedDates"},
    "filepicker": (_INPUT - {"defaultValue", "readonly"}) | {"accept", "multiple"},
    "group": _COMMON | {"label", "path", "components", "showOutline", "verticalAlignment", "description"},
    "dynamiclist": _COMMON
    | {
        "label",
        "path",
        "key",
        "components",
        "showOutline",
        "verticalAlignment",
        "description",
        "validate",
        "isRepeating",
    }
    | {"allowAddRemove", "defaultRepetitions", "nonCollapsedItems", "disableCollapse", "defaultValue"},
    "text": _COMMON | {"text", "label"},
    "separator": _COMMON,
    "spacer": _COMMON | {"height"},
    "table": _COMMON | {"label", "dataSource", "columns", "columnsExpression", "rowCount"},
}

_TEXT_RULES = frozenset({"required", "minLength", "maxLength", "pattern", "patternErrorMessage", "validationType"})
_REQUIRED = frozenset({"required"})

#: Kind -> the rules that `validate` may hold; a rule that a kind does not know would be silent.
VALIDATE: dict[str, frozenset[str]] = {
    kind: _TEXT_RULES
    if kind in ("textfield", "textarea")
    else _REQUIRED | {"min", "max"}
    if kind == "number"
    else _REQUIRED
    for kind in ALLOWED
}
CONDITIONAL = frozenset({"hide"})

_ASKED = frozenset({"requiredIf", "alur:default", "defaultValue", "help"})
_CHOSEN = _ASKED | {"format", "valuesExpression"}

#: Kind -> our custom properties (form-js-editor: "Custom properties").
PROPERTIES: dict[str, frozenset[str]] = {
    "textfield": _ASKED | {"format", "pppk", "patternMessage", "unit"},
    "textarea": _ASKED | {"format", "patternMessage"},
    "number": _ASKED | {"unit", "min", "max"},
    "checkbox": _ASKED,
    "select": _CHOSEN,
    "radio": _CHOSEN,
    "checklist": _CHOSEN,
    "taglist": _CHOSEN,
    "datetime": _ASKED | {"min", "max"},
    "filepicker": (_ASKED - {"alur:default", "defaultValue"}) | {"maxFiles", "maxSize"},
    "group": frozenset({"help"}),
    "dynamiclist": _ASKED | {"minRows", "maxRows"},
    "text": frozenset(),
    "separator": frozenset(),
    "spacer": frozenset(),
    "table": frozenset(),
}

TEXT_FORMATS = frozenset({"", "nip", "email", "telepon", "nomor_surat", "orang", "golongan"})
SELECT_FORMATS = frozenset({"", "golongan", "orang"})
SUBTYPES = frozenset({"date", "time", "datetime"})

#: Kinds that form-js knows and we refuse, with the reason.
REFUSED = {
    "html": "HTML bebas dapat membawa skrip; pakai komponen 'text'.",
    "iframe": "Halaman lain tidak ditampilkan di dalam formulir; pakai 'text' dengan tautan.",
    "image": "Gambar belum didukung; pakai 'text'.",
    "button": "Tombol kirim dibuat oleh portal; hapus komponen ini.",
    "expression": "Pakai 'defaultValue' yang diawali '=' pada isian yang readonly.",
    "documentPreview": "Berkas perkara tampil di samping formulir; hapus komponen ini.",
}

#: Limits when the form names none.
TEXTFIELD_LENGTH = 500
TEXTAREA_LENGTH = 20_000
MAX_ROWS = 200
MOST_ROWS = 2000
MAX_FILES = 20
MAX_BYTES = 15_000_000
