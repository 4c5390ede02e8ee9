"""Two jobs may write the same table at once: Delta lets one commit and tells the other to try again."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

ATTEMPTS = 6


def retried(action: Callable[[], object]) -> None:
    """Runs an action that may be repeated until no other commit got in its way. Throws the last conflict."""
    for attempt in range(ATTEMPTS):
        try:
            action()
            return
        except Exception as cause:
            if "DELTA_CONCURRENT" not in str(cause) or attempt == ATTEMPTS - 1:
                raise
            time.sleep(random.uniform(0.2, 1) * 2**attempt)
