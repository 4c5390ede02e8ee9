"""Reads statements (a JSON list of texts) from a file and writes, per statement, the relations and functions that
Spark's own parser finds, or null where it does not parse:

    python spark-relations.py STATEMENTS.json RESULT.json
"""

import json
import re
import sys
from pathlib import Path

from pyspark.sql import SparkSession

spark = (
    SparkSession.builder.master("local[1]")
    .config("spark.ui.enabled", "false")
    .config("spark.sql.debug.maxToStringFields", "100000")
    .getOrCreate()
)
spark.sparkContext.setLogLevel("OFF")
parser = spark._jsparkSession.sessionState().sqlParser()
found = []
for sql in json.loads(Path(sys.argv[1]).read_text()):
    try:
        text = parser.parsePlan(sql).treeString()
    except Exception:
        found.append(None)
        continue
    relations = set()
    for names in re.findall(r"'UnresolvedRelation \[([^\]]*)\]", text):
        relations.add(".".join(part.strip() for part in names.split(",")).lower())
    functions = set(name.lower() for name in re.findall(r"(?<![\w'])'`?([A-Za-z_][\w.]*)`?\(", text))
    found.append({"relations": sorted(relations), "functions": sorted(functions)})
Path(sys.argv[2]).write_text(json.dumps(found))
print(len(found), sum(f is None for f in found))
