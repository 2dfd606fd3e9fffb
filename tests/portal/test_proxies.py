"""Behind a TLS proxy: believed only as far as the operator said."""

from __future__ import annotations

import pytest

from engine.engine import Engine
from portal.app import create_app
from portal.cli.server import behind
from tests.portal.visitors import Visitor


@pytest.mark.parametrize(("proxies", "secure"), [(0, False), (1, True)])
def test_cookies_are_secure_when_a_trusted_proxy_says_https(engine: Engine, proxies: int, secure: bool) -> None:
    visitor = Visitor(behind(create_app(engine), proxies).test_client(), engine)

    answer = visitor.get("/masuk", X_Forwarded_Proto="https")

    assert ("Strict-Transport-Security" in answer.response.headers) is secure
    assert all(("Secure" in cookie) is secure for cookie in answer.response.headers.getlist("Set-Cookie"))


def test_what_a_stranger_wrote_before_the_proxy_is_not_believed(engine: Engine) -> None:
    visitor = Visitor(behind(create_app(engine), 1).test_client(), engine)

    answer = visitor.get("/masuk", X_Forwarded_Proto="https, http")

    assert "Strict-Transport-Security" not in answer.response.headers
