"""A little portal of one form: what a browser sends is validated and shown again, under the real policy and styles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask, render_template_string, request
from lxml import html

from expressions import BASE
from forms import Form, edit_rows, from_html, validate
from portal import assets, headers, languages, words
from portal.forms import render_form, render_values

PAGE = """<!doctype html>
<html lang="id">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Uji formulir</title>
<link rel="stylesheet" href="{{ asset('portal.css') }}"><script defer src="{{ asset('app.js') }}"></script>
</head>
<body>
<main class="sheet sheet-body">
<h1>Uji formulir</h1>
{% if stored %}<section id="tersimpan" aria-label="Tersimpan">{{ stored }}</section>{% endif %}
<form method="post" enctype="multipart/form-data" novalidate>
<div class="form">{{ fields }}</div>
<p><button class="button primary">Kirim dan selesaikan</button></p>
</form>
</main>
</body>
</html>"""


def little_portal(form: Form, context: Mapping[str, Any]) -> Flask:
    """An app whose only page is the form; accepted data are shown above it."""
    app = Flask("portal")
    assets.init_app(app)
    headers.init_app(app)
    languages.init_app(app)
    words.init_app(app)

    @app.route("/", methods=["GET", "POST"])
    def page() -> str:
        values, errors, stored = None, {}, None
        if request.method == "POST":
            values, pressed = edit_rows(form, from_html(form, request.form), request.form)
            if not pressed:
                checked = validate(form, values, context=context, functions=BASE)
                errors = checked.errors
                stored = None if errors else render_values(form, checked.data, context=context)
        fields = render_form(form, values=values, errors=errors, context=context)
        return render_template_string(PAGE, fields=fields, stored=stored)

    return app


def drawn(form: Form, **how: Any) -> html.HtmlElement:
    """The HTML of a form's fields, parsed."""
    with little_portal(form, {}).test_request_context():
        return html.fragment_fromstring(
            str(render_form(form, **({"values": None, "errors": {}, "context": {}} | how))), create_parent="div"
        )
