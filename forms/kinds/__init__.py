"""One module a group of kinds: how a raw value becomes a clean one, or a message beside its field."""

from __future__ import annotations

from collections.abc import Callable

from forms.check import Clean
from forms.fields import Field
from forms.kinds import choices, files, moments, numbers, texts
from forms.said import said

#: Kind -> maker of its cleaner. Dynamic lists have theirs in forms/validation.py, since they validate rows.
CLEANERS: dict[str, Callable[[Field], Clean]] = {
    "textfield": texts.cleaner,
    "textarea": texts.cleaner,
    "number": numbers.cleaner,
    "checkbox": choices.checkbox,
    "select": choices.one,
    "radio": choices.one,
    "checklist": choices.many,
    "taglist": choices.many,
    "datetime": moments.cleaner,
    "filepicker": files.cleaner,
}

FILL = said("Isi")
#: The verb of "... this field" when it is required and empty.
VERBS = {
    "select": said("Pilih"),
    "radio": said("Pilih"),
    "checklist": said("Pilih sedikitnya satu:"),
    "taglist": said("Pilih sedikitnya satu:"),
    "filepicker": said("Unggah"),
}

#: Kinds whose empty value is an empty list, and the empty values of the others that are not None.
LISTS = frozenset({"checklist", "taglist", "filepicker", "dynamiclist"})
EMPTY = {"textfield": "", "textarea": "", "checkbox": False}
