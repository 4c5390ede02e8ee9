"""Metric views: Spark 4.0 has none, so their definitions are kept here and described as Databricks describes them."""

from __future__ import annotations

import json
import re

from pyspark.sql import DataFrame, SparkSession

_NAME = r"(?P<name>(?:`[^`]+`|[\w.])+)"
_CREATE = re.compile(
    rf"\s*CREATE\s+(?:OR\s+REPLACE\s+)?VIEW\s+(?:IF\s+NOT\s+EXISTS\s+)?{_NAME}\s.*?WITH\s+METRICS\b.*?LANGUAGE\s+YAML\b"
    r".*?AS\s+\$\$(?P<definition>.*)\$\$\s*;?\s*",
    re.IGNORECASE | re.DOTALL,
)
_DESCRIBE = re.compile(rf"\s*DESCRIBE\s+TABLE\s+EXTENDED\s+{_NAME}\s+AS\s+JSON\s*;?\s*", re.IGNORECASE)


class MetricViews:
    def __init__(self) -> None:
        self._definitions: dict[str, str] = {}

    def names(self, schema: str) -> list[str]:
        """Names in a schema, without it."""
        parts = [name.split(".") for name in self._definitions]
        return [name[-1] for name in parts if name[-2] == schema]

    def execute(self, spark: SparkSession, statement: str) -> DataFrame | None:
        """Runs the statements that concern metric views; None for all others."""
        created = _CREATE.fullmatch(statement)
        if created:
            self._definitions[_plain(created["name"])] = created["definition"]
            return spark.range(0)
        described = _DESCRIBE.fullmatch(statement)
        definition = self._definitions.get(_plain(described["name"])) if described else None
        if definition is None:
            return None
        facts = {"type": "METRIC_VIEW", "language": "YAML", "view_text": definition}
        return spark.createDataFrame([(json.dumps(facts),)], "json_metadata string")


def _plain(name: str) -> str:
    return name.replace("`", "").lower()
