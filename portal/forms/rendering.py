"""A form as HTML fields (without the form element around them), and stored data as something to read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import render_template
from markupsafe import Markup

from expressions import BASE, Functions
from forms import Form, initial
from forms.rules import Scope
from portal.forms.errors import summary
from portal.forms.views import Page, views


def render_form(
    form: Form,
    *,
    values: Mapping[str, Any] | None,
    errors: Mapping[str, str],
    context: Scope,
    read_only: bool = False,
    functions: Functions = BASE,
) -> Markup:
    """The fields of a form, filled with what was typed (`values`; None: untouched, the defaults) and what is wrong with it.

    `functions`: bound to the clock where defaults or rules ask for it. Needs a Flask app.
    """
    shown = initial(form, context=context, functions=functions) if values is None else values
    page = Page(errors=errors, typed=values is not None, functions=functions, read_only=read_only)
    drawn = views(form.components, page, shown, context)
    template = "forms/values.html" if read_only else "forms/form.html"
    return Markup(render_template(template, views=drawn, summary=summary(drawn, errors), has_buttons=page.has_buttons))


def render_values(
    form: Form, data: Mapping[str, Any], *, context: Scope | None = None, functions: Functions = BASE
) -> Markup:
    """Stored data as a list of labels and values, for history pages. Fields that were hidden then are left out."""
    return render_form(form, values=data, errors={}, context=context or {}, read_only=True, functions=functions)
