"""People's door: Flask pages for staff, participants, auditors and operators; puts the house together."""

from portal.app import create_app

__all__ = ["create_app"]
