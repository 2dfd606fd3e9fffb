"""A form on a page: its drawing, what was typed into it, what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from engine.drafts import Draft
from engine.errors import InvalidForm
from expressions import BASE
from forms import Form, from_html, strangers
from portal import here, typed
from portal.forms import render_form


class Sheet:
    """One form with its context; empty until `read`."""

    def __init__(self, form: Form | None, context: Mapping[str, Any]) -> None:
        self.form = form
        self.context = context
        self.values: dict[str, Any] = {}
        self.errors: dict[str, str] = {}
        self.is_read = False
        self.look_first = False
        self.fields: MultiDict[str, str] = MultiDict()
        self.lost: list[tuple[str, str]] = []

    def begin_with(self, values: dict[str, Any]) -> None:
        """Show what was given before, to be mended."""
        self.values, self.is_read = values, True

    def read(self) -> None:
        """Take what the request carries. Raises InvalidForm for files that were refused."""
        self.is_read = True
        if self.form is None:
            return
        reading = typed.read(self.form)
        self.values, self.look_first, self.fields = reading.values, reading.look_first, reading.fields
        if reading.refused:
            raise InvalidForm(reading.refused, self.values)

    def restore(self, draft: Draft) -> None:
        """Show what was typed before; what the form no longer asks for is kept apart in `lost`."""
        self.is_read = True
        if self.form is None:
            return
        fields = MultiDict(draft.pairs)
        gone = set(strangers(self.form, fields))
        self.lost = typed.named(None, [pair for pair in draft.pairs if pair[0] in gone])
        self.values = from_html(self.form, MultiDict(pair for pair in draft.pairs if pair[0] not in gone))

    def __html__(self) -> Markup:
        """The form's fields, without the form element around them."""
        if self.form is None:
            return Markup("")
        values = self.values if self.is_read else None
        engine = here.engine()
        functions = BASE.bind(now=engine.world.now(), calendar=engine.calendar)
        return render_form(self.form, values=values, errors=self.errors, context=self.context, functions=functions)
