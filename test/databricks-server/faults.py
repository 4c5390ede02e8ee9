"""Faults that a test plans, and a record of the calls that arrived."""

from __future__ import annotations

import threading


class Faults:
    """A fault is {"method", "kind", "times", …}. Kinds: `status` (an HTTP status and no work, with `retry_after` seconds
    if given), `lost_answer` (the work is done and the connection closed), `cut_answer` (closed in the middle of the
    answer), `slow` (waits `seconds` first), `lost_session` (all sessions are gone), `lost_operation` (all statements and
    their results are)."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._planned: list[dict] = []
        self._calls: list[dict] = []

    def plan(self, fault: dict) -> None:
        with self._lock:
            self._planned.append({"times": 1, **fault})

    def take(self, method: str) -> dict | None:
        with self._lock:
            for fault in self._planned:
                if fault["method"] == method and fault["times"] > 0:
                    fault["times"] -= 1
                    return fault
        return None

    def record(self, **call) -> None:
        with self._lock:
            self._calls.append(call)

    def calls(self) -> list[dict]:
        with self._lock:
            return list(self._calls)

    def clear(self) -> None:
        with self._lock:
            self._planned.clear()
            self._calls.clear()
