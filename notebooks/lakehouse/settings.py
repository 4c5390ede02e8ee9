"""Where the tables live. On Databricks the values come from job parameters, elsewhere from the command line."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

SQL_FOLDER = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Settings:
    """`source`: a file, folder or glob of raw CSV. `base_uri`: root of table locations; None lets the catalog choose."""

    source: str
    catalog: str = "main"
    base_uri: str | None = None

    def table(self, name: str) -> str:
        return f"{self.catalog}.{name}"

    def location(self, name: str) -> str | None:
        return None if self.base_uri is None else f"{self.base_uri.rstrip('/')}/{name.replace('.', '/')}"


def from_arguments(arguments: list[str] | None = None) -> Settings:
    parser = argparse.ArgumentParser()
    parser.add_argument("--source", required=True)
    parser.add_argument("--catalog", default="main")
    parser.add_argument("--base-uri", default=None)
    known, _ = parser.parse_known_args(arguments)
    return Settings(known.source, known.catalog, known.base_uri)


def from_widgets(dbutils) -> Settings:
    dbutils.widgets.text("source", "")
    dbutils.widgets.text("catalog", "main")
    dbutils.widgets.text("base_uri", "")
    read = dbutils.widgets.get
    return Settings(read("source"), read("catalog"), read("base_uri") or None)
