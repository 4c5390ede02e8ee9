"""The SELECT statements of silver and gold, which the embedded engine runs too."""

from __future__ import annotations

import re

from .package_files import read_text
from .tables import Lakehouse


def statement(lake: Lakehouse, name: str, instead: dict[str, str] | None = None) -> str:
    """
    SQL of a table over the catalog's names. `instead`: relation as the file names it -> the relation or subquery
    to read in its place.
    """
    text = read_text(f"{name.replace('.', '/')}.sql")
    for relation, replacement in (instead or {}).items():
        text = re.sub(rf"\bmain\.{re.escape(relation)}\b", lambda _: replacement, text)
    return re.sub(r"\bmain\.(?=\w+\.\w)", f"{lake.catalog}.", text)


def description(name: str) -> str:
    """The comment lines that open the file of a table."""
    lines = read_text(f"{name.replace('.', '/')}.sql").splitlines()
    opening = next(i for i, line in enumerate(lines) if not line.startswith("--"))
    return " ".join(line.removeprefix("--").strip() for line in lines[:opening])
