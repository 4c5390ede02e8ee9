"""How many files a question reads: Spark's own count, of the plan that ran. Figures are printed."""

from __future__ import annotations

import random
import unittest

from local import Place, line

from lakehouse import gold, maintenance

MONTHS, DAYS, STATES = 6, 28, 12
REGIONS = ["East", "West", "South", "Central"]


class FilesReadTest(unittest.TestCase):
    def test_a_month_reads_its_files_and_z_order_cuts_those_of_a_category(self) -> None:
        place = Place("files")
        place.spark.conf.set("spark.sql.adaptive.enabled", "false")
        # Rows in no order, spread over many small files, as many loads would leave them.
        place.spark.conf.set("spark.sql.shuffle.partitions", "12")
        place.spark.conf.set("spark.databricks.delta.optimize.maxFileSize", str(12_000))
        try:
            self.check(place)
        finally:
            for name in ("adaptive.enabled", "shuffle.partitions"):
                place.spark.conf.set(f"spark.sql.{name}", {"adaptive.enabled": "true"}.get(name, "2"))
            place.spark.conf.unset("spark.databricks.delta.optimize.maxFileSize")

    def check(self, place: Place) -> None:
        chosen = random.Random(5)
        lines = [
            line(
                month * 10_000 + i, f"2024-{month:02}-{chosen.randint(1, DAYS):02}", f"{chosen.randint(1, 99)}.25",
                region=chosen.choice(REGIONS), category=f"C{chosen.randint(0, 7)}", sub_category=f"S{chosen.randint(0, 3)}",
                state=f"State {chosen.randint(1, STATES)}", order_id=f"o-{month}-{i % 500}",
            )
            for month in range(1, MONTHS + 1)
            for i in range(1500)
        ]
        chosen.shuffle(lines)
        place.put("a.csv", *lines)
        place.run()
        month = "txn_date >= DATE'2024-03-01' AND txn_date < DATE'2024-04-01'"
        category = "category = 'C3' AND region = 'West'"
        before = {name: self.files(place, where) for name, where in [("all", "true"), ("month", month), ("category", category)]}
        report = {row["table"]: row for row in maintenance.optimize(place.spark, place.lake)}
        after = {name: self.files(place, where) for name, where in [("all", "true"), ("month", month), ("category", category)]}
        print(f"\nFIGURE files of gold.daily_sales that a question reads, before and after Z-order: {before} {after}")
        march = self.files_of_month(place, "2024-03-01")
        self.assertEqual(after["month"], march)
        self.assertLess(march, after["all"])
        self.assertGreaterEqual(after["all"], MONTHS * 4)
        self.assertEqual(before["category"], before["all"])
        self.assertLess(after["category"], after["all"] / 2)
        self.assertGreater(report["gold.daily_sales"]["added"], 0)
        # The view's own table is cut by order_date as well.
        lines_of_march = "order_date >= DATE'2024-03-01' AND order_date < DATE'2024-04-01'"
        everything = self.files(place, "true", "order_lines")
        self.assertLessEqual(self.files(place, lines_of_march, "order_lines") * MONTHS, everything + MONTHS)
        # What a question gives is what stood in the raw lines.
        sums = place.rows(f"SELECT count(*) FROM (SELECT * FROM main.gold.order_lines WHERE {lines_of_march})")
        self.assertEqual(sums, [(1500,)])
        self.assertEqual(gold.refresh(place.spark, place.lake)[0]["changed"], 0)
        with self.assertRaisesRegex(ValueError, "must stay"):
            maintenance.vacuum(place.spark, place.lake, 1)
        maintenance.vacuum(place.spark, place.lake)
        # VACUUM leaves what versions of the last week read.
        self.assertEqual(place.rows("SELECT count(*) > 0 FROM main.gold.daily_sales VERSION AS OF 1"), [(True,)])

    def files(self, place: Place, where: str, table: str = "daily_sales") -> int:
        """numFiles of the scan of a query that ran."""
        query = place.spark.sql(f"SELECT sum(sales) FROM spark_catalog.gold.{table} WHERE {where}")
        query.collect()
        leaves = query._jdf.queryExecution().executedPlan().collectLeaves()
        return leaves.apply(0).metrics().apply("numFiles").value()

    def files_of_month(self, place: Place, month: str) -> int:
        sql = f"SELECT count(DISTINCT _metadata.file_path) FROM main.gold.daily_sales WHERE txn_month = DATE'{month}'"
        return place.rows(sql)[0][0]


if __name__ == "__main__":
    unittest.main()
