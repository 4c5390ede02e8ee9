"""Two jobs may write the same table at once: Delta lets one commit and tells the other to try again."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

ATTEMPTS = 6
# How Delta names a commit that another one has overtaken.
CONFLICTS = ("DELTA_CONCURRENT", "DELTA_METADATA_CHANGED", "DELTA_PROTOCOL_CHANGED")


def retried(action: Callable[[], T]) -> T:
    """Result of an action that may be repeated until no other commit got in its way. Throws the last conflict."""
    for attempt in range(1, ATTEMPTS):
        try:
            return action()
        except Exception as cause:
            if not any(conflict in str(cause) for conflict in CONFLICTS):
                raise
            time.sleep(random.uniform(0.1, 0.5) * 2**attempt)
    return action()
