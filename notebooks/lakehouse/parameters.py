"""Parameters of the notebooks: widgets on Databricks, flags on a command line. `parameters.json` lists them once."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from .package_files import read_text


def parameters(notebook: str, names: dict) -> dict[str, str]:
    """Values of a notebook's parameters; `names` is the notebook's `globals()`. Exits with usage on a wrong flag."""
    declared = json.loads(read_text("lakehouse/parameters.json"))[notebook]
    if "dbutils" in names:
        return _from_widgets(names["dbutils"], declared)
    return _from_arguments(notebook, declared, sys.argv[1:])


def _from_widgets(dbutils, declared: dict) -> dict[str, str]:
    for name, parameter in declared.items():
        dbutils.widgets.text(name, parameter["default"] or "", parameter["help"])
    values = {name: dbutils.widgets.get(name) or parameter["default"] for name, parameter in declared.items()}
    missing = [name for name, value in values.items() if value is None]
    if missing:
        raise ValueError(f"Give the job parameters {', '.join(missing)}.")
    return values


def _from_arguments(notebook: str, declared: dict, arguments: list[str]) -> dict[str, str]:
    parser = argparse.ArgumentParser(prog=Path(f"{notebook}.py").name, allow_abbrev=False)
    for name, parameter in declared.items():
        flag = f"--{name.replace('_', '-')}"
        default = parameter["default"]
        parser.add_argument(flag, required=default is None, default=default, help=parameter["help"])
    return vars(parser.parse_args(arguments))
