"""What a stored state need not spell out: instances of a multi-instance that nobody has touched, and the items they were given.

A thousand open tasks of a thousand participants are stored as one run of numbers; their items are in the collection already.
"""

from __future__ import annotations

from typing import Any

from engine.spiff.data import Layer, find
from engine.spiff.looping import LoopState
from engine.spiff.model import Loop
from engine.spiff.token import READY, STARTED, Token

#: The state in which an untouched instance waits, by kind of wait.
PLAIN = {"user": READY, "job": STARTED}


def named_items(loop: Loop, state: LoopState, layer: Layer | None) -> bool:
    """Whether the items of a loop are those of the visible variable."""
    return state.items is not None and loop.variable is not None and find(layer, loop.variable) is state.items


def given_layer(token: Token) -> bool:
    """Whether an instance's data are still exactly what it was given, so that they can be given again."""
    wrapper, layer = token.wrapper, token.layer
    if wrapper is None or layer is None or layer.stamps or layer.parent is not wrapper.layer:
        return False
    loop: Loop = wrapper.task_spec.runs
    return loop.item is None or loop.collection is None or named_items(loop, wrapper.loop, wrapper.layer)


def untouched(token: Token) -> bool:
    """Whether an instance is a plain open task that can be stored as its number."""
    return token.kind in PLAIN and token.wrapper is not None and token.layer.users == 1 and given_layer(token)


def give_again(loop: Loop, parent: Layer | None, k: int) -> dict[str, Any]:
    """The variables an instance is given: its number, and its item."""
    own: dict[str, Any] = {"loopCounter": k}
    if loop.item is not None:
        own[loop.item] = k if loop.variable is None else find(parent, loop.variable)[k]
    return own
