"""Which mail addresses are taken: those that stand in a header and an SMTP command as they are, without quoting or surprise."""

from __future__ import annotations

import re

#: Dot-atom at letters, digits and hyphens (RFC 5321, 4.1.2), in ASCII: no quoted names, comments, address literals or line ends.
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN = re.compile(r"([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
#: RFC 5321, 4.5.3.1.
MOST, MOST_LOCAL = 254, 64


def problem(address: str) -> str | None:
    """Why an address is not taken: a sentence for whoever typed it; None when it is good."""
    local, _at, domain = address.rpartition("@")
    if len(address) > MOST or len(local) > MOST_LOCAL:
        return "Alamat surel ini terlalu panjang."
    if not _LOCAL.fullmatch(local) or not _DOMAIN.fullmatch(domain):
        return "Tulis alamat surel lengkap, misalnya nama@bangkalankab.go.id."
    return None
