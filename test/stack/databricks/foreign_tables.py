"""Writes Delta tables with Spark and with the Python `deltalake`, and prints what a reader sees of each version as JSON.

Arguments: a folder. Every line: {"table", "folder", "version", "rows"}; moments are the wall clock of Europe/Paris.
"""

from __future__ import annotations

import datetime
import decimal
import json
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa
from deltalake import DeltaTable, write_deltalake
from pyspark.sql import SparkSession

ZONE = ZoneInfo("Europe/Paris")
ROOT = Path(sys.argv[1])
COLUMNS = ["id", "area", "amount", "ratio", "day", "moment", "clock", "fresh"]
# Not date_format for the clock without a zone: Spark would lead it through the session's zone, where an hour is missing.
SELECT = """id, area, CAST(amount AS STRING) AS amount, ratio, CAST(day AS STRING) AS day,
  date_format(moment, 'yyyy-MM-dd HH:mm:ss') AS moment, CAST(clock AS STRING) AS clock, fresh"""
ROWS = """SELECT id, element_at(array('North & Isles', 'South/East', '100% West', NULL), CAST(id % 4 + 1 AS INT)) AS area,
  CAST(id * 1.25 AS DECIMAL(12,2)) AS amount, id / 8D AS ratio, date_add(DATE'2024-03-28', CAST(id AS INT)) AS day,
  timestampadd(HOUR, CAST(id AS INT), TIMESTAMP'2024-03-30 22:30:00') AS moment,
  timestampadd(HOUR, CAST(id AS INT), TIMESTAMP_NTZ'2024-03-30 22:30:00') AS clock, id % 3 = 0 AS fresh
  FROM range({start}, {end})"""

spark = SparkSession.getActiveSession().newSession()
spark.conf.set("spark.sql.session.timeZone", "Europe/Paris")


def show(name: str, folder: Path, version: int, rows: list) -> None:
    ordered = sorted(rows, key=lambda row: row[0])
    print(json.dumps({"table": name, "folder": str(folder), "version": version, "rows": ordered}))


def by_spark(name: str, folder: Path) -> None:
    """What Spark reads of every version."""
    last = spark.sql(f"DESCRIBE HISTORY delta.`{folder}`").agg({"version": "max"}).first()[0]
    for version in range(last + 1):
        frame = spark.sql(f"SELECT {SELECT} FROM delta.`{folder}` VERSION AS OF {version}")
        show(name, folder, version, [list(row) for row in frame.collect()])


def by_deltalake(name: str, folder: Path) -> None:
    """What the Python reader reads of every version."""
    for version in range(DeltaTable(str(folder)).version() + 1):
        table = pa.table(DeltaTable(str(folder), version=version).to_pyarrow_table())
        show(name, folder, version, [[plain(row[column]) for column in COLUMNS] for row in table.to_pylist()])


def plain(value):
    if isinstance(value, datetime.datetime):
        local = value.astimezone(ZONE) if value.tzinfo else value
        return local.strftime("%Y-%m-%d %H:%M:%S")
    return str(value) if isinstance(value, (datetime.date, decimal.Decimal)) else value


def spark_table(name: str, partition: str, properties: str) -> Path:
    folder = ROOT / name
    create = "id BIGINT, area STRING, amount DECIMAL(12,2), ratio DOUBLE, day DATE, moment TIMESTAMP, clock TIMESTAMP_NTZ, fresh BOOLEAN"
    spark.sql(f"CREATE TABLE delta.`{folder}` ({create}) USING delta {partition} TBLPROPERTIES ({properties})")
    spark.sql(f"INSERT INTO delta.`{folder}` {ROWS.format(start=0, end=40)}")
    spark.sql(f"INSERT INTO delta.`{folder}` {ROWS.format(start=40, end=60)}")
    spark.sql(f"DELETE FROM delta.`{folder}` WHERE id % 7 = 2")
    spark.sql(
        f"MERGE INTO delta.`{folder}` AS t USING ({ROWS.format(start=50, end=70)}) AS s ON t.id = s.id "
        "WHEN MATCHED AND s.fresh THEN DELETE WHEN MATCHED THEN UPDATE SET amount = t.amount * 2 WHEN NOT MATCHED THEN INSERT *"
    )
    spark.sql(f"OPTIMIZE delta.`{folder}` ZORDER BY (day)")
    spark.sql(f"UPDATE delta.`{folder}` SET ratio = -0.5 WHERE area IS NULL")
    return folder


def nullable(table: pa.Table) -> pa.Table:
    """Spark refuses what `deltalake` makes of a column without nulls in a table that has TIMESTAMP_NTZ."""
    return table.cast(pa.schema([field.with_nullable(True) for field in table.schema]))


def deltalake_table(name: str, partition: list[str]) -> Path:
    folder = ROOT / name
    made = [nullable(spark.sql(ROWS.format(start=start, end=end)).toArrow()) for start, end in ((0, 40), (40, 60), (50, 70))]
    write_deltalake(str(folder), made[0], partition_by=partition or None)
    write_deltalake(str(folder), made[1], mode="append")
    table = DeltaTable(str(folder))
    table.delete("id % 7 = 2")
    merge = table.merge(made[2], predicate="t.id = s.id", source_alias="s", target_alias="t")
    merge.when_matched_delete("s.fresh").when_matched_update({"ratio": "t.ratio * 2"}).when_not_matched_insert_all().execute()
    table.optimize.compact()
    table.create_checkpoint()
    table.delete("id = 41")
    return folder


PLAIN = "'delta.checkpointInterval' = '3', 'delta.enableDeletionVectors' = 'false'"
VECTORS = "'delta.checkpointInterval' = '4', 'delta.enableDeletionVectors' = 'true'"
MAPPED = "'delta.columnMapping.mode' = 'name', 'delta.enableDeletionVectors' = 'true'"
by_spark("spark plain", spark_table("spark-plain", "", PLAIN))
by_spark("spark partitioned", spark_table("spark-partitioned", "PARTITIONED BY (area)", PLAIN))
by_spark("spark deletion vectors", spark_table("spark-vectors", "PARTITIONED BY (area)", VECTORS))
by_spark("spark column mapping", spark_table("spark-mapped", "", MAPPED))
by_deltalake("deltalake plain", deltalake_table("deltalake-plain", []))
by_deltalake("deltalake partitioned", deltalake_table("deltalake-partitioned", ["area"]))
by_spark("deltalake read by spark", ROOT / "deltalake-plain")
