"""People's door: Flask pages for staff, participants, auditors and operators; `portal.app` puts the house together."""
