"""What a person fills in: the form language, its validation and samples. Pure: no Flask, no database."""

from forms.errors import FormRefused, Problem
from forms.fields import Checked, Field, Form, Option
from forms.html import from_html, strangers
from forms.initial import initial
from forms.reader import load
from forms.rows import edit_rows
from forms.sampling import UnknownPath, sample
from forms.validation import validate

__all__ = [
    "Checked",
    "Field",
    "Form",
    "FormRefused",
    "Option",
    "Problem",
    "UnknownPath",
    "edit_rows",
    "from_html",
    "initial",
    "load",
    "sample",
    "strangers",
    "validate",
]
