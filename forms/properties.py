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
    "filepicker": _INPUT | {"accept", "multiple"},
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

VALIDATE = frozenset(
    {"required", "minLength", "maxLength", "pattern", "patternErrorMessage", "min", "max", "validationType"}
)
CONDITIONAL = frozenset({"hide"})

#: Our custom properties (form-js-editor: "Custom properties"), on every kind that they make sense for.
PROPERTIES = frozenset(
    {"format", "requiredIf", "alur:default", "defaultValue", "valuesExpression", "help", "unit", "pppk"}
    | {"patternMessage", "min", "max", "minRows", "maxRows", "maxFiles", "maxSize"}
)

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
