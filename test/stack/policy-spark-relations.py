"""Reads statements (a JSON list of texts) from a file and writes, per statement, the relations and functions that
Spark's own parser finds, or null where it does not parse:

    python policy-spark-relations.py STATEMENTS.json RESULT.json
"""

import json
import re
import sys
from pathlib import Path

from pyspark.sql import SparkSession

RELATION = re.compile(r"'UnresolvedRelation \[([^\]]*)\]")
FUNCTION = re.compile(r"(?<![\w'])'`?([A-Za-z_][\w.]*)`?\(")

spark = (
    SparkSession.builder.master("local[1]")
    .config("spark.ui.enabled", "false")
    .config("spark.sql.debug.maxToStringFields", "100000")
    .getOrCreate()
)
spark.sparkContext.setLogLevel("OFF")
parser = spark._jsparkSession.sessionState().sqlParser()
scopes = spark._jvm.org.apache.spark.sql.catalyst.analysis.CTESubstitution


def names_of(sql):
    try:
        text = scopes.apply(parser.parsePlan(sql)).treeString()
    except Exception:
        return None
    relations = {".".join(part.strip() for part in names.split(",")).lower() for names in RELATION.findall(text)}
    functions = {name.lower() for name in FUNCTION.findall(text) if not name.endswith(".")}
    return {"relations": sorted(relations), "functions": sorted(functions)}


found = [names_of(sql) for sql in json.loads(Path(sys.argv[1]).read_text())]
Path(sys.argv[2]).write_text(json.dumps(found))
spark.stop()
