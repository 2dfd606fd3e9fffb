"""What a condition says: one small, total language, spelled in three ways."""

from expressions.budget import Budget
from expressions.cells import INPUT, parse_cell
from expressions.check import Problem, check
from expressions.errors import BudgetExceeded, ErrorThrown, EvaluationFailed, ExpressionRefused
from expressions.expression import Expression, parse, spelling_of
from expressions.functions import Calendar, Function, Functions
from expressions.iso8601 import JAKARTA, Duration, IsoRefused, Repeat, parse_iso
from expressions.library import BASE
from expressions.printer import quoted
from expressions.script import Script, parse_script

__all__ = [
    "BASE",
    "INPUT",
    "JAKARTA",
    "Budget",
    "BudgetExceeded",
    "Calendar",
    "Duration",
    "ErrorThrown",
    "EvaluationFailed",
    "Expression",
    "ExpressionRefused",
    "Function",
    "Functions",
    "IsoRefused",
    "Problem",
    "Repeat",
    "Script",
    "check",
    "parse",
    "parse_cell",
    "parse_iso",
    "parse_script",
    "quoted",
    "spelling_of",
]
