"""Runs spark-queries.sql on real Spark (pyspark 4.0.1, ANSI mode, UTC) over spark-fixture.json and writes
spark-values.json: a list of {sql, ordered, rows} or {sql, error}. Run it in a folder of its own virtual environment:

    python spark-values.py FOLDER_OF_THIS_FILE
"""

import datetime
import decimal
import json
import re
import sys
from pathlib import Path

from pyspark.sql import SparkSession

folder = Path(sys.argv[1])
spark = (
    SparkSession.builder.master("local[1]")
    .config("spark.sql.session.timeZone", "UTC")
    .config("spark.sql.shuffle.partitions", "1")
    .config("spark.ui.enabled", "false")
    .config("spark.sql.ansi.enabled", "true")
    .getOrCreate()
)
spark.sparkContext.setLogLevel("OFF")


def text(value):
    if value is None:
        return "NULL"
    if isinstance(value, list):
        return "array(" + ", ".join(text(v) for v in value) + ")"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return str(value)
    return "'" + str(value).replace("\\", "\\\\").replace("'", "\\'") + "'"


def plain(value):
    if isinstance(value, decimal.Decimal):
        return float(value)
    if isinstance(value, datetime.datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, datetime.timedelta):
        return str(value)
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    return value


spark.sql("CREATE DATABASE IF NOT EXISTS gold")
for name, table in json.loads((folder / "spark-fixture.json").read_text()).items():
    columns = table["columns"]
    rows = ", ".join("(" + ", ".join(text(v) for v in row) + ")" for row in table["rows"])
    casts = ", ".join(f"CAST({c} AS {t}) AS {c}" for c, t in columns.items())
    frame = spark.sql(f"SELECT {casts} FROM VALUES {rows} AS t({', '.join(columns)})")
    frame.write.mode("overwrite").saveAsTable(name)

found = []
for line in (folder / "spark-queries.sql").read_text().splitlines():
    if not line.strip() or line.startswith("--"):
        continue
    ordered = bool(re.search(r"\bORDER BY\b(?!.*\)\s*$)", line))
    try:
        rows = spark.sql(line).collect()
        found.append({"sql": line, "ordered": ordered, "rows": [plain(list(r)) for r in rows]})
    except Exception as fault:
        condition = re.search(r"\[([A-Z_.]+)\]", str(fault))
        found.append({"sql": line, "error": condition.group(1) if condition else type(fault).__name__})
lines = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in found)
(folder / "spark-values.json").write_text(f"[\n{lines}\n]\n")
print(len(found), sum("error" in f for f in found))
