"""What passes through the pipe to a rendering child and back: a JSON header and binary parts, with their lengths."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Sequence
from typing import Any

Header = dict[str, Any]
Parts = list[bytes]
Read = Callable[[int], bytes]  # reads exactly so many bytes, or raises EOFError

_LENGTH = struct.Struct(">I")
_LARGEST = 256 * 1024 * 1024


def pack(header: Header, parts: Sequence[bytes] = ()) -> bytes:
    """One frame: length of the header, the header (JSON, with `sizes` of the parts), the parts."""
    head = json.dumps({**header, "sizes": [len(part) for part in parts]}, ensure_ascii=False).encode()
    return b"".join([_LENGTH.pack(len(head)), head, *parts])


def unpack(read: Read) -> tuple[Header, Parts]:
    """Read one frame. Raises EOFError when the other side is gone, ValueError on a frame that cannot be ours."""
    size = _LENGTH.unpack(read(_LENGTH.size))[0]
    if size > _LARGEST:
        raise ValueError("frame too large")
    header: Header = json.loads(read(size))
    sizes = header.pop("sizes")
    if sum(sizes) > _LARGEST:
        raise ValueError("frame too large")
    return header, [read(part) for part in sizes]
