"""We connect only where we may, follow nobody, and no server keeps us longer or fills more memory than we allow."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from tests.webhooks.receiver import Receiver
from webhooks.addresses import AddressRefused, is_public, target
from webhooks.posting import post

PRIVATE = [
    "127.0.0.1",
    "127.1.2.3",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "2001::1",
    "nonsense",
]


@pytest.mark.parametrize("ip", PRIVATE)
def test_a_name_that_leads_inside_is_refused(ip: str) -> None:
    with pytest.raises(AddressRefused):
        target("https://bkd.example.go.id/", internal=False, resolver=lambda *_: [ip])
    with pytest.raises(AddressRefused):  # one good address does not excuse a bad one
        target("https://bkd.example.go.id/", internal=False, resolver=lambda *_: ["8.8.8.8", ip])


def test_public_addresses_are_allowed() -> None:
    assert is_public("8.8.8.8") and is_public("2606:4700::1111") and is_public("::ffff:8.8.8.8")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "0x7f.1", "2130706433", "0"])
def test_our_own_machine_is_not_reached_however_it_is_spelled(centre: Receiver, host: str) -> None:
    answer = post(f"http://{host}:{centre.port}/", b"{}", {}, internal=False)

    assert answer.error in ("private", "unreachable")
    assert centre.came == []


def test_the_address_that_was_judged_is_the_one_connected_to(centre: Receiver) -> None:
    asked: list[str] = []

    def resolver(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["192.0.2.1"]

    answer = post(f"http://bkd.example.go.id:{centre.port}/x?y=1", b"{}", {}, internal=True, resolver=resolver)

    assert (answer.status, asked) == (204, ["bkd.example.go.id"])
    assert centre.came[0][0]["host"] == f"bkd.example.go.id:{centre.port}"


def test_a_redirect_is_a_failure_and_is_not_followed(centre: Receiver) -> None:
    centre.statuses, centre.headers = [307], {"Location": centre.address}

    answer = post(centre.address, b"{}", {}, internal=True)

    assert (answer.status, answer.good, len(centre.came)) == (307, False, 1)


def test_only_a_little_of_an_answer_is_kept(centre: Receiver) -> None:
    centre.statuses, centre.body = [200], "é\x00\x1b[31m".encode() * 1_000_000

    answer = post(centre.address, b"{}", {}, internal=True)

    assert answer.good and 0 < len(answer.excerpt) <= 500
    assert answer.excerpt.isprintable()


@contextmanager
def serving(talk: Callable[[socket.socket], None]) -> Iterator[str]:
    """A raw server that talks as it is told to one caller."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = listener.accept()
        with connection:
            try:
                talk(connection)
            except OSError:
                return

    hand = threading.Thread(target=serve, daemon=True)
    hand.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
    listener.close()
    hand.join(timeout=5)


def silent(connection: socket.socket) -> None:
    """Take everything and say nothing until the other side hangs up."""
    while connection.recv(65_536):
        pass


def dripping(connection: socket.socket) -> None:
    """Begin an answer and go on for ever, a byte at a time."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nX-Long: ")
    while True:
        connection.sendall(b"a")
        threading.Event().wait(0.01)


@pytest.mark.parametrize("talk", [silent, dripping])
def test_a_slow_server_is_cut_off(talk: Callable[[socket.socket], None]) -> None:
    with serving(talk) as address:
        answer = post(address, b"{}", {}, internal=True, total=0.3)

    assert (answer.status, answer.error) == (None, "timeout")


@pytest.mark.parametrize(
    ("said", "error"),
    [
        (b"garbage\r\n\r\n", "garbled"),
        (b"", "unreachable"),
        (b"HTTP/1.1 abc OK\r\n\r\n", "garbled"),
        (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 500 + b"\r\n", "garbled"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "garbled"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000 + b"\r\n\r\n", "garbled"),
    ],
)
def test_a_server_that_talks_nonsense_is_a_failed_try(said: bytes, error: str) -> None:
    def talk(connection: socket.socket) -> None:
        connection.recv(65_536)
        connection.sendall(said)

    with serving(talk) as address:
        answer = post(address, b"{}", {}, internal=True)

    assert (answer.good, answer.error) == (False, error)


def test_nobody_there_is_a_failed_try() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

    assert post(f"http://127.0.0.1:{port}/", b"{}", {}, internal=True).error == "refused"


def test_a_server_without_its_certificate_is_not_trusted() -> None:
    def talk(connection: socket.socket) -> None:
        connection.recv(65_536)
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")

    with serving(talk) as address:
        answer = post(address.replace("http://", "https://"), b"{}", {}, internal=True)

    assert answer.error == "certificate"
