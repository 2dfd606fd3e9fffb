"""Signatures: ours are verified by the library of the standard, its are accepted by us, and no changed byte passes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from standardwebhooks import Webhook, WebhookVerificationError

from engine.world import MovedWorld, World
from webhooks.signatures import headers, sign, verify

NOW = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
SECRET, OTHER = MovedWorld(seed=1).signing_secret(), MovedWorld(seed=2).signing_secret()
BODY = '{"type":"BalasanBKD","data":{"hal":"Fasilitasi — Jatim"}}'.encode()
texts = st.text(min_size=1, max_size=60)


def accepted(found: dict[str, str], body: bytes, *secrets: str, now: datetime = NOW) -> bool:
    """Whether we accept a message with these headers."""
    return verify(
        webhook_id=found["webhook-id"],
        timestamp=found["webhook-timestamp"],
        signature=found["webhook-signature"],
        body=body,
        secrets=secrets,
        now=now,
    )


@given(texts)
def test_the_outside_library_verifies_what_we_send(text: str) -> None:
    body = text.encode("utf-8", "replace")
    now = World().now()

    sent = headers("msg_1", now, body, [SECRET])

    Webhook(SECRET).verify(body, sent, json_parse=False)


def test_the_outside_library_verifies_both_ends_of_a_rotation() -> None:
    sent = headers("msg_1", World().now(), BODY, [OTHER, SECRET])

    assert Webhook(SECRET).verify(BODY, sent) == Webhook(OTHER).verify(BODY, sent)


@given(texts)
def test_what_the_outside_library_signs_is_accepted(text: str) -> None:
    body = text.encode("utf-8", "replace")

    signature = Webhook(SECRET).sign("msg_1", NOW, body.decode())

    assert signature == sign("msg_1", int(NOW.timestamp()), body, [SECRET])
    found = {"webhook-id": "msg_1", "webhook-timestamp": f"{NOW.timestamp():.0f}", "webhook-signature": signature}
    assert accepted(found, body, OTHER, SECRET)


def test_the_outside_library_refuses_what_we_refuse() -> None:
    sent = headers("msg_1", World().now(), BODY, [OTHER])

    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(BODY, sent)
    assert not accepted(sent, BODY, SECRET, now=World().now())


@given(st.binary(min_size=1, max_size=80), st.data())
def test_no_changed_byte_passes(body: bytes, data: st.DataObject) -> None:
    sent = headers("msg_1", NOW, body, [SECRET])
    place = data.draw(st.integers(0, len(body) - 1))
    changed = bytes([*body[:place], body[place] ^ data.draw(st.integers(1, 255)), *body[place + 1 :]])

    assert accepted(sent, body, SECRET)
    assert not accepted(sent, changed, SECRET)
    assert not accepted(sent, body + b" ", SECRET)


@given(st.from_regex(r"[!-~]{1,20}", fullmatch=True), st.integers(-299, 299))
def test_no_other_id_or_time_passes(other: str, seconds: int) -> None:
    assume(other != "msg_1" and seconds)
    sent = headers("msg_1", NOW, BODY, [SECRET])

    assert not accepted(sent | {"webhook-id": other}, BODY, SECRET)
    assert not accepted(sent | {"webhook-timestamp": str(int(NOW.timestamp()) + seconds)}, BODY, SECRET)


@given(st.binary(min_size=0, max_size=40), st.text(max_size=80))
def test_no_made_up_signature_passes_or_breaks(mac: bytes, text: str) -> None:
    import base64

    sent = headers("msg_1", NOW, BODY, [SECRET])
    for signature in (text, f"v1,{text}", f"v1,{base64.b64encode(mac).decode()}", f"v2,{text} v1,"):
        assert not accepted(sent | {"webhook-signature": signature}, BODY, SECRET)


@pytest.mark.parametrize(
    ("moved", "good"), [(0, True), (300, True), (-300, True), (301, False), (-301, False), (86_400, False)]
)
def test_a_message_is_good_for_five_minutes(moved: int, good: bool) -> None:
    sent = headers("msg_1", NOW, BODY, [SECRET])

    assert accepted(sent, BODY, SECRET, now=NOW + timedelta(seconds=moved)) is good


@pytest.mark.parametrize("timestamp", ["", "-1", "1.5", "1e9", "9" * 13, "١٢", " 1", "nan"])
def test_a_time_that_is_none_is_refused(timestamp: str) -> None:
    assert not accepted(headers("msg_1", NOW, BODY, [SECRET]) | {"webhook-timestamp": timestamp}, BODY, SECRET)
