"""One local Spark session for all tests, and raw files that they write. DELTA_JARS names the jars."""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

from pyspark.sql import SparkSession

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from lakehouse import bronze, gold, silver  # noqa: E402
from lakehouse.session import session  # noqa: E402
from lakehouse.tables import Lakehouse  # noqa: E402

HEADER = ",".join(name.replace("_", " ").title() for name in bronze.COLUMNS)
# Spark and Derby leave files in the working folder.
WORK = Path(tempfile.mkdtemp(prefix="lakehouse-"))
os.chdir(WORK)


@atexit.register
def _remove_work() -> None:
    running = SparkSession.getActiveSession()
    if running is not None:
        running.stop()
    os.chdir(WORK.parent)
    shutil.rmtree(WORK, ignore_errors=True)


def spark():
    running = session(str(WORK / "warehouse"))
    running.sparkContext.setLogLevel("OFF")
    return running


class Place:
    """A folder of raw files with tables of its own."""

    def __init__(self, name: str) -> None:
        self.raw = WORK / name / "raw"
        self.raw.mkdir(parents=True)
        self.lake = Lakehouse("spark_catalog", (WORK / name / "tables").as_uri())
        self.spark = spark()
        # The session's catalog is one: tables of an earlier place are forgotten, not removed.
        for schema in ("bronze", "silver", "gold"):
            self.spark.sql(f"DROP SCHEMA IF EXISTS {schema} CASCADE")

    def put(self, name: str, *lines: str, header: str = HEADER, modified: int | None = None) -> Path:
        path = self.raw / name
        path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
        if modified is not None:
            os.utime(path, (modified, modified))
        return path

    def run(self) -> tuple[dict, dict, dict]:
        """Reports of bronze, silver, and gold by table."""
        silver.create_tables(self.spark, self.lake)
        ingested = bronze.ingest_new_files(self.spark, self.lake, str(self.raw))
        loaded = silver.load_files(self.spark, self.lake)
        return ingested, loaded, {row["table"]: row["changed"] for row in gold.refresh(self.spark, self.lake)}

    def rows(self, sql: str) -> list[tuple]:
        return [tuple(row) for row in self.spark.sql(sql.replace("main.", "spark_catalog.")).collect()]


def line(row_id: object, day: str = "2024-01-05", sales: str = "10.5", **changes: str) -> str:
    row = dict(
        row_id=str(row_id), order_id=f" ca-{row_id} ", order_date=day, ship_date=day, ship_mode="First Class",
        customer_id="c-1", customer_name="X", segment="Consumer", country="US", city="Y", state="Ohio",
        postal_code="1234", region="East", product_id="p-1", category="A", sub_category="B",
        product_name='The "best", ever', sales=sales, quantity="2", discount="0.2", profit="1.5",
    )
    row.update(changes)
    return ",".join('"' + row[name].replace('"', '""') + '"' for name in bronze.COLUMNS)
