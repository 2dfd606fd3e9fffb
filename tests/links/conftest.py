"""Fixtures of the personal links' tests: the small office of the portal's tests, and its SOP with participants."""

from tests.links.summons import summoning
from tests.portal.conftest import app, application, visit
from tests.portal.office import engine, office_template, world

__all__ = ["app", "application", "engine", "office_template", "summoning", "visit", "world"]
