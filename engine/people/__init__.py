"""People: positions, who holds them on a date, under which mandate, and what they may do."""

from engine.people.actors import ROBOT, Actor, Seat, actor_of, holder_on

__all__ = ["ROBOT", "Actor", "Seat", "actor_of", "holder_on"]
