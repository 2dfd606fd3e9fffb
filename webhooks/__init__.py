"""Machines' door: messages in, events out."""
