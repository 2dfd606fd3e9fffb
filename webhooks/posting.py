"""One signed POST to a machine outside: to the address that was judged, within a bounded time, reading a bounded answer."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from engine.deliveries import EXCERPT, Answer
from webhooks.addresses import AddressRefused, Resolve, Target, resolve, target

#: Seconds to connect, and for everything together.
CONNECT, TOTAL = 5.0, 15.0
AGENT = "Alur/0.1 (Standard Webhooks 1.0.0)"


def post(
    address: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    internal: bool,
    resolver: Resolve = resolve,
    total: float = TOTAL,
) -> Answer:
    """Send a body; gives what the receiver answered, or a word for why it did not. Redirects are not followed. Never raises for the net."""
    began = time.monotonic()
    try:
        answer = _post(target(address, internal=internal, resolver=resolver), body, headers, total)
    except AddressRefused:
        answer = Answer(error="private")
    except TimeoutError:
        answer = Answer(error="timeout")
    except ssl.SSLError:
        answer = Answer(error="certificate")
    except ConnectionRefusedError:
        answer = Answer(error="refused")
    except (OSError, http.client.HTTPException, ValueError) as error:
        spent = time.monotonic() - began >= total
        answer = Answer(error="timeout" if spent else "garbled" if not isinstance(error, OSError) else "unreachable")
    return replace(answer, milliseconds=round((time.monotonic() - began) * 1000))


def _post(to: Target, body: bytes, headers: Mapping[str, str], total: float) -> Answer:
    with _Line(to, total) as line:
        connection = http.client.HTTPConnection(to.host, to.port)
        connection.sock = line.open()
        own = {"Host": to.authority, "Content-Type": "application/json", "User-Agent": AGENT, "Connection": "close"}
        connection.request("POST", to.path, body, {**own, "Accept-Encoding": "identity", **headers})
        with line.watched():
            response = connection.getresponse()
            with response:
                excerpt = response.read(EXCERPT * 4)
        return Answer(
            status=response.status,
            excerpt=_readable(excerpt),
            retry_after=_seconds(response.getheader("Retry-After")),
        )


class _Line:
    """A connection that is cut when its time is over, however slowly the other side goes on sending."""

    def __init__(self, to: Target, total: float) -> None:
        self.to, self.cut = to, False
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(total, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> _Line:
        self._timer.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._timer.cancel()
        if self._socket is not None:
            self._socket.close()

    def open(self) -> socket.socket:
        """Connect to the judged address; encrypted, the certificate must be that of the name."""
        self._socket = raw = socket.create_connection((self.to.ip, self.to.port), timeout=CONNECT)
        raw.settimeout(TOTAL)
        if not self.to.encrypted:
            return raw
        with self.watched():
            wrapped = ssl.create_default_context().wrap_socket(
                raw, server_hostname=self.to.host, do_handshake_on_connect=False
            )
            self._socket = wrapped
            wrapped.do_handshake()
        return wrapped

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Whatever fails after the cut failed because of it."""
        try:
            yield
        except (OSError, http.client.HTTPException, ValueError) as error:
            if self.cut:
                raise TimeoutError from error
            raise
        if self.cut:
            raise TimeoutError

    def _cut(self) -> None:
        self.cut = True
        if self._socket is not None:
            try:
                self._socket.shutdown(socket.SHUT_RDWR)
            except OSError:
                return  # closed in the same moment


def _readable(content: bytes) -> str:
    text = content.decode("utf-8", "replace")
    return "".join(letter if letter.isprintable() else " " for letter in text)[:EXCERPT].strip()


def _seconds(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 8 else None
