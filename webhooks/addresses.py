"""Where we may connect to: a name is resolved once, judged, and the very address that was judged is connected to."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
#: The one door to name resolution: host and port to addresses. Raises OSError.
Resolve = Callable[[str, int], list[str]]

#: Translated and tunnelled addresses hide an IPv4 address that would have to be judged as well; nobody's service lives there.
_TUNNELS = tuple(
    ipaddress.ip_network(network) for network in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")
)


class AddressRefused(Exception):
    """We do not connect there."""


@dataclass(frozen=True, kw_only=True)
class Target:
    """Where a request goes: the address to connect to, and what to ask for once connected."""

    ip: str
    port: int
    host: str
    authority: str
    path: str
    encrypted: bool


def resolve(host: str, port: int) -> list[str]:
    """All addresses of a name, in the order the system prefers."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def target(address: str, *, internal: bool, resolver: Resolve = resolve) -> Target:
    """The target of a web address. All addresses of its name must be public unless the partner is `internal`.

    Raises AddressRefused (private, loopback, link-local, reserved, multicast), OSError when the name has no address.
    """
    parts = urlsplit(address)
    encrypted = parts.scheme == "https"
    port = parts.port or (443 if encrypted else 80)
    host = parts.hostname or ""
    found = resolver(host, port)
    if not found:
        raise OSError("the name has no address")
    if not internal:
        for ip in found:
            if not is_public(ip):
                raise AddressRefused
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    authority = parts.netloc
    return Target(ip=found[0], port=port, host=host, authority=authority, path=path, encrypted=encrypted)


def is_public(text: str) -> bool:
    """Whether an address belongs to the public internet, also the IPv4 address that an IPv6 one may carry inside."""
    try:
        ip: IpAddress = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            ip = ip.ipv4_mapped
        elif any(ip in network for network in _TUNNELS):
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved
