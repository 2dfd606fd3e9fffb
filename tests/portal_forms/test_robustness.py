"""Whatever was typed or forged, the page can be drawn again."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from forms import edit_rows, from_html, validate
from portal.forms import render_form
from tests.forms.test_laws import CONTEXT, EVERYTHING, JSON, KEYS
from tests.portal_forms.pages import little_portal

APP = little_portal(EVERYTHING, CONTEXT)
NAMES = st.sampled_from(
    [
        "berkas",
        "berkas.sk",
        "peserta",
        "peserta.0",
        "peserta.0.nip",
        "peserta.1.riwayat.0.foto",
        "peserta.2.riwayat",
        "hari",
        "t_date",
        "setuju",
        "syarat",
        "pilih",
        "antara",
        "_add",
        "_remove",
        "_row",
    ]
) | st.text(max_size=6)


def drawn_again(values: Any) -> str:
    errors = validate(EVERYTHING, values, context=CONTEXT).errors
    with APP.test_request_context():
        return str(render_form(EVERYTHING, values=values, errors=errors, context=CONTEXT))


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(KEYS, JSON, max_size=6))
def test_any_values_can_be_drawn(values: dict[str, Any]) -> None:
    assert "data-fields" in drawn_again(values)


@settings(max_examples=40, deadline=None)
@given(
    st.dictionaries(
        NAMES,
        st.text(max_size=12) | st.sampled_from(["peserta", "peserta.0", "berkas.sk.0", '{"sha256": 3}']),
        max_size=6,
    )
)
def test_anything_that_a_browser_sends_can_be_drawn_again(fields: dict[str, str]) -> None:
    values, _ = edit_rows(EVERYTHING, from_html(EVERYTHING, fields), fields)

    assert "data-fields" in drawn_again(values)
