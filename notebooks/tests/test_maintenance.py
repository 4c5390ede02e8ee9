"""How many files a question reads before and after OPTIMIZE (Spark's own count, of the plan that ran), and what VACUUM removes."""

from __future__ import annotations

import json
import os
import random
import time
import unittest
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch
from urllib.parse import unquote, urlparse

from local import Place, line

from lakehouse import gold, maintenance
from lakehouse.session import with_settings

MONTHS, LINES_A_MONTH = 3, 6000
REGIONS = ["Central", "East", "South", "West"]
CATEGORIES = ["Furniture", "Office Supplies", "Technology"]
QUESTIONS = {
    "everything": "true",
    "a month": "{day} >= DATE'2024-02-01' AND {day} < DATE'2024-03-01'",
    "a week": "{day} BETWEEN DATE'2024-02-12' AND DATE'2024-02-18'",
    "a category": "category = 'Technology'",
    "a category in a region": "category = 'Technology' AND region = 'West'",
}
# The tables here hold a thousandth of what files of a megabyte are for.
SMALL_FILES = 1 << 12
DAY = {"daily_sales": "txn_date", "order_lines": "order_date"}


class MaintenanceTest(unittest.TestCase):
    def test_optimize_cuts_the_files_that_a_category_reads_and_rewrites_only_what_changed(self) -> None:
        place = Place("files")
        chosen = random.Random(5)
        lines = [
            line(
                month * 10_000 + i, f"2024-{month:02}-{chosen.randint(1, 28):02}", f"{chosen.randint(1, 999)}.25",
                region=chosen.choice(REGIONS), category=chosen.choice(CATEGORIES), sub_category=f"S{chosen.randint(0, 16)}",
                state=f"State {chosen.randint(1, 48)}", order_id=f"o-{month}-{i % 500}",
            )
            for month in range(1, MONTHS + 1)
            for i in range(LINES_A_MONTH)
        ]
        chosen.shuffle(lines)
        place.put("a.csv", *lines)
        # Rows in no order, spread over files as many loads would leave them.
        with with_settings(place.spark, {"spark.sql.adaptive.enabled": "false", "spark.sql.shuffle.partitions": "12"}):
            place.run()
        before, sums = self.files_read(place), self.sums(place)
        report = self.optimize(place)
        after = self.files_read(place)
        print(f"\nFIGURE files that a question reads, before: {before}, after OPTIMIZE with Z-order: {after}")
        self.assertEqual(self.sums(place), sums)
        for table, files in after.items():
            self.assertEqual(report[f"gold.{table}"]["added"], files["everything"])
            self.assertGreaterEqual(files["everything"], 8 * MONTHS)
            self.assertEqual(before[table]["a category"], before[table]["everything"])
            self.assertEqual(files["a month"], self.files_of_month(place, table, "2024-02-01"))
            self.assertLess(files["a month"], files["everything"] / 2)
            self.assertLess(files["a week"], files["a month"])
            self.assertLessEqual(files["a category"], files["everything"] * 0.75)
            self.assertLess(files["a category in a region"], files["everything"] / 2)

        versions = self.versions(place)
        self.assertEqual({(row["removed"], row["added"]) for row in self.optimize(place).values()}, {(0, 0)})
        self.assertEqual(self.versions(place), versions)

        january = self.paths(place, "txn_month = DATE'2024-01-01'")
        place.put("b.csv", line(99_999, "2024-03-09", "5"))
        place.run()
        again = self.optimize(place)
        self.assertEqual(self.paths(place, "txn_month = DATE'2024-01-01'"), january)
        march = self.files_of_month(place, "daily_sales", "2024-03-01")
        self.assertEqual((again["gold.daily_sales"]["added"], again["gold.sales_yoy"]["added"]), (march, 0))

    def test_vacuum_removes_what_no_version_of_a_week_reads_and_refuses_less(self) -> None:
        # One gold table of each way of writing: every further one is computed and cleaned again.
        few = [table for table in gold.GOLD if table.name in ("gold.order_lines", "gold.orders", "gold.category_kpis")]
        for module in (gold, maintenance):
            patched = patch.object(module, "GOLD", few)
            patched.start()
            self.addCleanup(patched.stop)
        place = Place("vacuum")
        place.put("a.csv", line(1, sales="1"), line(2, sales="2"), modified=1000)
        place.run()
        place.put("b.csv", line(1, sales="10"), modified=2000)
        place.run()
        replaced = self.unread(place)
        self.assertGreater(len(replaced), 0)
        self.let_pass(place, timedelta(days=8))
        place.put("c.csv", line(1, sales="20"), modified=3000)
        place.run()
        version = place.rows("DESCRIBE HISTORY main.gold.orders LIMIT 1")[0][0]
        fresh = self.unread(place) - replaced
        self.assertGreater(len(fresh), 0)
        with self.assertRaisesRegex(ValueError, "retain_hours is 167; files of the last 168 hours must stay"):
            maintenance.vacuum(place.spark, place.lake, 167)
        self.assertEqual(self.unread(place), replaced | fresh, "what is refused removes nothing")
        maintenance.vacuum(place.spark, place.lake)
        self.assertEqual(self.unread(place), fresh, "files that were read within the week stay, and no others")
        was = place.rows(f"SELECT sum(sales) FROM main.gold.orders VERSION AS OF {version - 1}")
        self.assertEqual([int(was[0][0]), int(place.rows("SELECT sum(sales) FROM main.gold.orders")[0][0])], [12, 22])

    def optimize(self, place: Place) -> dict[str, dict]:
        return {row["table"]: row for row in maintenance.optimize(place.spark, place.lake, SMALL_FILES)}

    def files_read(self, place: Place) -> dict[str, dict[str, int]]:
        return {
            table: {question: self.files(place, table, where.format(day=day)) for question, where in QUESTIONS.items()}
            for table, day in DAY.items()
        }

    def files(self, place: Place, table: str, where: str) -> int:
        """numFiles of the scan of a query that ran."""
        with with_settings(place.spark, {"spark.sql.adaptive.enabled": "false"}):
            query = place.spark.sql(f"SELECT sum(sales) FROM spark_catalog.gold.{table} WHERE {where}")
            query.collect()
            return query._jdf.queryExecution().executedPlan().collectLeaves().apply(0).metrics().apply("numFiles").value()

    def files_of_month(self, place: Place, table: str, month: str) -> int:
        column = {"daily_sales": "txn_month", "order_lines": "order_month"}[table]
        sql = f"SELECT count(DISTINCT _metadata.file_path) FROM main.gold.{table} WHERE {column} = DATE'{month}'"
        return place.rows(sql)[0][0]

    def paths(self, place: Place, where: str) -> set:
        return set(place.rows(f"SELECT DISTINCT _metadata.file_path FROM main.gold.daily_sales WHERE {where}"))

    def sums(self, place: Place) -> list[tuple]:
        return place.rows("SELECT category, region, sum(sales), count(*) FROM main.gold.order_lines GROUP BY ALL ORDER BY ALL")

    def versions(self, place: Place) -> list[int]:
        return [place.rows(f"DESCRIBE HISTORY main.{table.name} LIMIT 1")[0][0] for table in gold.GOLD]

    def unread(self, place: Place) -> set[Path]:
        """Data files of gold and silver that the tables' current versions do not read."""
        unread: set[Path] = set()
        for name in ["silver.orders", *(table.name for table in gold.GOLD)]:
            folder = self.folder(place) / name.replace(".", "/")
            read = {path for (path,) in place.rows(f"SELECT DISTINCT _metadata.file_path FROM main.{name}")}
            current = {Path(unquote(urlparse(path).path)) for path in read}
            unread |= {path for path in folder.rglob("*.parquet") if "_delta_log" not in path.parts} - current
        return unread

    def let_pass(self, place: Place, passed: timedelta) -> None:
        """Makes everything that was written that much older, as the log and the file system tell it."""
        for path in self.folder(place).rglob("*"):
            if path.parent.name == "_delta_log" and path.suffix == ".json":
                text = "\n".join(self.older(action, passed) for action in path.read_text().splitlines())
                path.write_text(text + "\n")
                # Checksums of what stood there before.
                for checksum in (path.parent / f".{path.name}.crc", path.with_suffix(".crc")):
                    checksum.unlink(missing_ok=True)
            if path.is_file():
                then = time.time() - passed.total_seconds()
                os.utime(path, (then, then))
        place.spark._jvm.org.apache.spark.sql.delta.DeltaLog.clearCache()

    def older(self, action: str, passed: timedelta) -> str:
        parsed = json.loads(action)
        if "remove" in parsed:
            parsed["remove"]["deletionTimestamp"] -= int(passed.total_seconds() * 1000)
        return json.dumps(parsed)

    def folder(self, place: Place) -> Path:
        return Path(unquote(urlparse(place.lake.base_uri).path))


if __name__ == "__main__":
    unittest.main()
