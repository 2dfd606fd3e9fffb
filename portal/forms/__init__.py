"""Forms as HTML: complete without JavaScript, enhanced by frontend/scripts/fields.js."""

from portal.forms.rendering import render_form, render_values

__all__ = ["render_form", "render_values"]
