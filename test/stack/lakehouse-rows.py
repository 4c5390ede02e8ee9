"""Prints columns of a Delta table as JSON arrays, one row a line: python lakehouse-rows.py TABLE_FOLDER COLUMN…"""

import json
import sys

from deltalake import DeltaTable

folder, *columns = sys.argv[1:]
for batch in DeltaTable(folder).to_pyarrow_dataset().to_batches(columns=columns):
    for row in zip(*(column.to_pylist() for column in batch.columns)):
        print(json.dumps(row, default=lambda cell: cell.hex() if isinstance(cell, bytes) else str(cell)))
