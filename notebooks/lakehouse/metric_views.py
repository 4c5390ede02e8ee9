"""The metric views, as `assay export metric-views` writes them from the semantic model. Databricks alone has such views."""

from __future__ import annotations

import re

from .package_files import read_text


def statements(catalog: str) -> list[str]:
    """One statement a view, over the catalog's names."""
    text = read_text("gold/metric_views.sql")
    views = re.findall(r"^CREATE OR REPLACE VIEW .*?^\$\$(?=;$)", text, re.MULTILINE | re.DOTALL)
    return [re.sub(r"\bmain\.(?=\w+\.\w)", f"{catalog}.", view) for view in views]
