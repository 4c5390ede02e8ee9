"""How many files of a table a filter can't leave out by their least and greatest values: python lakehouse-files.py GOLD_FOLDER"""

import json
import sys
from datetime import date
from pathlib import Path

import pyarrow
from deltalake import DeltaTable

TABLES = {"order_lines": "order_date", "daily_sales": "txn_date"}


def files_read(folder: Path, day: str) -> dict:
    rows = pyarrow.table(DeltaTable(folder).get_add_actions(flatten=True)).to_pylist()

    def count(**limits) -> int:
        return sum(
            all(row[f"min.{name}"] <= last and first <= row[f"max.{name}"] for name, (first, last) in limits.items()) for row in rows
        )

    category, region = ("Category 1", "Category 1"), ("Region 2", "Region 2")
    return {
        "all": len(rows),
        "month": count(**{day: (date(2023, 3, 1), date(2023, 3, 31))}),
        "category": count(category=category),
        "category and region": count(category=category, region=region),
    }


print(json.dumps({table: files_read(Path(sys.argv[1]) / table, day) for table, day in TABLES.items()}))
