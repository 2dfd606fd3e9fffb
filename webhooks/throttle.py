"""How often an address may fail: counted in bounded memory, the longest silent forgotten first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from datetime import datetime, timedelta


class Throttle:
    """Failures of each address within a window. Whoever proves to be a partner is never counted, so nobody locks a partner out."""

    def __init__(self, *, most: int = 30, window: timedelta = timedelta(minutes=1), addresses: int = 1_000) -> None:
        self.most, self.window, self.addresses = most, window, addresses
        self._failed: OrderedDict[str, tuple[datetime, int]] = OrderedDict()
        self._lock = threading.Lock()

    def failed(self, address: str, now: datetime) -> int | None:
        """Count a failure. Gives the seconds to wait when it was one too many, else None."""
        with self._lock:
            since, count = self._failed.pop(address, (now, 0))
            if now - since >= self.window:
                since, count = now, 0
            self._failed[address] = (since, count + 1)
            while len(self._failed) > self.addresses:
                self._failed.popitem(last=False)
        left = (since + self.window - now).total_seconds()
        return max(1, round(left)) if count + 1 > self.most else None

    def __len__(self) -> int:
        return len(self._failed)
