"""The metadata index against counts made here, from the raw lines."""

from __future__ import annotations

import json
import unittest

from local import Place, line

from lakehouse.gold import GOLD
from lakehouse.metadata_index import index_tables

NAMES = [table.name for table in GOLD]


class MetadataIndexTest(unittest.TestCase):
    def test_says_what_tables_hold_and_reads_only_those_that_changed(self) -> None:
        place = Place("index")
        days = ["2024-01-05", "2024-01-06", "2024-02-01"]
        lines = [
            line(i, days[i % 3], f"{i}.5", region=["East", "West"][i % 2], city=f"City {i}", postal_code="", customer_id=f"c-{i % 4}")
            for i in range(90)
        ]
        place.put("a.csv", *lines)
        place.run()
        index = index_tables(place.spark, place.lake, NAMES, ["customer_id"])
        self.assertEqual(len(index["profiled"]), len(NAMES))
        tables = {table["name"]: table for table in index["tables"]}
        order_lines = tables["spark_catalog.gold.order_lines"]
        columns = {column["name"]: column for column in order_lines["columns"]}
        self.assertEqual(order_lines["rowCount"], 90)
        self.assertEqual(order_lines["partitionColumns"], ["order_month"])
        self.assertEqual(order_lines["generatedFrom"], {"order_month": "order_date"})
        self.assertEqual(
            [(part["values"], part["rows"]) for part in order_lines["partitions"]],
            [({"order_month": "2024-01-01"}, 60), ({"order_month": "2024-02-01"}, 30)],
        )
        self.assertEqual(order_lines["bytes"], sum(part["bytes"] for part in order_lines["partitions"]))
        self.assertEqual(columns["region"]["values"], [{"value": "East", "count": 45}, {"value": "West", "count": 45}])
        self.assertEqual((columns["city"]["distinctCount"], columns["city"]["values"]), (90, None))
        self.assertEqual((columns["sales"]["min"], columns["sales"]["max"], columns["sales"]["type"]), (0.5, 89.5, "decimal(14,4)"))
        self.assertEqual((columns["order_date"]["min"], columns["order_date"]["max"]), ("2024-01-05", "2024-02-01"))
        self.assertEqual((columns["postal_code"]["nullRate"], columns["city"]["nullRate"]), (1.0, 0.0))
        self.assertEqual(columns["city"]["comment"][:4], "City")
        hidden = columns["customer_id"]
        self.assertEqual((hidden["distinctCount"], hidden["min"], hidden["max"], hidden["values"]), (4, None, None, None))

        self.assertEqual(index_tables(place.spark, place.lake, NAMES, ["customer_id"])["profiled"], [])
        # A row that leaves the monthly sums as they are is no change of theirs.
        place.put("b.csv", line(7, days[1], "7.5", region="West", city="Elsewhere", postal_code="", customer_id="c-3"))
        place.run()
        again = index_tables(place.spark, place.lake, NAMES, ["customer_id"])
        self.assertIn("spark_catalog.gold.order_lines", again["profiled"])
        self.assertNotIn("spark_catalog.gold.sales_yoy", again["profiled"])
        old = {table["name"]: table["version"] for table in index["tables"]}
        new = {table["name"]: table["version"] for table in again["tables"]}
        self.assertEqual({name for name in new if new[name] != old[name]}, set(again["profiled"]))
        shown = index_tables(place.spark, place.lake, ["gold.order_lines"], [])
        self.assertEqual([table["name"] for table in shown["tables"]], ["spark_catalog.gold.order_lines"])
        self.assertEqual({c["name"]: c for c in shown["tables"][0]["columns"]}["customer_id"]["min"], "C-0")

        # Denied as the policy names them: by any ending of the full name. A partition's value is a value too.
        named = index_tables(place.spark, place.lake, ["gold.order_lines", "gold.orders"], ["GOLD.order_lines.city", "order_month"])
        texts = {table["name"].split(".")[-1]: json.dumps(table) for table in named["tables"]}
        self.assertEqual(("City 0" in texts["order_lines"], "City 0" in texts["orders"]), (False, True))
        self.assertNotIn("2024-01-01", texts["order_lines"])
        with self.assertRaisesRegex(ValueError, "No table of the index has the denied columns orders.sity."):
            index_tables(place.spark, place.lake, ["gold.orders"], ["city", "orders.sity"])


if __name__ == "__main__":
    unittest.main()
