"""Text files beside the modules, also where the folder is shipped as a zip archive (`--py-files`)."""

from __future__ import annotations

from pathlib import PurePath

ROOT = PurePath(__file__).parent.parent


def read_text(name: str) -> str:
    """Text of a file; `name` is relative to the folder that holds `lakehouse`."""
    return __spec__.loader.get_data(str(ROOT / name)).decode("utf-8")
