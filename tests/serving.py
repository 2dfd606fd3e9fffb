"""An application on a free port of this machine, served as `alur serve` does, and stopped in order."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import waitress
from flask import Flask
from waitress import wasyncore


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve until the block ends; gives the address."""
    server = waitress.create_server(app, host="127.0.0.1", port=0, threads=4, clear_untrusted_proxy_headers=True)
    hand = threading.Thread(target=server.run, name="portal", daemon=True)
    hand.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.task_dispatcher.shutdown()
        # The thread that waits for the sockets closes them itself: waiting for a closed one is an error.
        server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map, ignore_all=True))
        hand.join(timeout=5)
