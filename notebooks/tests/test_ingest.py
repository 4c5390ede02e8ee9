"""Raw files to gold, on local Spark with Delta Lake."""

from __future__ import annotations

import gzip
import unittest
from decimal import Decimal

from local import HEADER, Place, line

COUNTS = "SELECT count(*), sum(sales) FROM main."


class IngestTest(unittest.TestCase):
    def test_takes_files_once_and_writes_only_what_changed(self) -> None:
        place = Place("once")
        place.put("a.csv", line(1), line(2, "2024-01-06", "x"), "3,too short", line(4, "2024-02-01", "4"), modified=1000)
        bronze, silver, gold = place.run()
        self.assertEqual(bronze, {"files": 1, "rows": 3, "rejected": 1, "refused": {}, "new_columns": []})
        self.assertEqual(silver, {"files": 1, "malformed": {"sales is not a number": 1}})
        self.assertEqual(gold["gold.daily_sales"], "all")
        self.assertEqual(
            place.rows("SELECT split_part(source_file, '/', -1), source_line, reason, text FROM main.bronze.orders_quarantine"),
            [("a.csv", 4, "the line does not have 21 columns", "3,too short")],
        )
        self.assertEqual(
            place.rows("SELECT reason, kind, arrived_seq FROM main.silver.orders_rejected"),
            [("sales is not a number", "malformed", 3)],
        )
        self.assertEqual(
            place.rows("SELECT order_id, product_name, postal_code, order_month FROM main.silver.orders WHERE row_id = 1")[0][:3],
            ("CA-1", 'The "best", ever', "01234"),
        )

        versions = self.versions(place)
        bronze, silver, gold = place.run()
        self.assertEqual((bronze["files"], silver["files"], set(gold.values())), (0, 0, {0}))
        self.assertEqual(self.versions(place), versions)

        # A correction of one line, with a column more; and a day of the year before.
        correction = line(1, sales="8") + ',"web"'
        place.put("b.csv", correction, line(5, "2023-12-31", "1") + ',"web"', header=HEADER + ",Sold Through", modified=2000)
        bronze, silver, gold = place.run()
        self.assertEqual((bronze["files"], bronze["rows"], bronze["new_columns"]), (1, 2, ["sold_through"]))
        self.assertEqual((gold["gold.daily_sales"], gold["gold.order_lines"], gold["gold.orders"]), (2, 2, 2))
        self.assertEqual(place.rows(f"{COUNTS}silver.orders"), [(3, Decimal("13.0000"))])
        for table in ("order_lines", "daily_sales", "orders", "category_kpis", "sales_yoy"):
            self.assertEqual(place.rows(f"SELECT sum(sales) FROM main.gold.{table}"), [(Decimal("13.0000"),)], table)
        self.assertEqual(
            place.rows("SELECT count(DISTINCT txn_month), count(DISTINCT txn_date) FROM main.gold.daily_sales"), [(3, 3)]
        )
        # Every row of bronze is in silver or set aside.
        self.assertEqual(
            place.rows("SELECT kind, count(*) FROM main.silver.orders_rejected GROUP BY kind ORDER BY kind"),
            [("duplicate", 1), ("malformed", 1)],
        )
        self.assertEqual(place.rows("SELECT sold_through, count(*) FROM main.bronze.orders GROUP BY 1 ORDER BY 1"), [(None, 3), ("web", 2)])

        # The first file delivered again with other content: what it gave before goes, what it hid comes back.
        place.put("b.csv", line(5, "2023-12-31", "2") + ',"web"', header=HEADER + ",Sold Through", modified=3000)
        place.run()
        self.assertEqual(place.rows(f"{COUNTS}silver.orders"), [(3, Decimal("16.5000"))])
        self.assertEqual(place.rows("SELECT sum(sales), count(*) FROM main.gold.orders"), [(Decimal("16.5000"), 3)])

    def test_lets_the_later_file_win_whatever_the_order_of_names(self) -> None:
        place = Place("order")
        place.put("z.csv", line(1, sales="1"), line(1, sales="2"), modified=1000)
        place.put("a.csv", line(2, sales="5"), line(1, sales="3"), modified=2000)
        place.put("m.csv", line(2, sales="4"), line(1, sales="bad"), modified=3000)
        place.run()
        self.assertEqual(
            place.rows("SELECT row_id, sales FROM main.silver.orders ORDER BY row_id"),
            [(1, Decimal("3.0000")), (2, Decimal("4.0000"))],
        )

    def test_refuses_bad_files_by_name_and_takes_the_others(self) -> None:
        place = Place("refused")
        good = [line(i) for i in range(20)]
        place.put("good.csv", *good)
        (place.raw / "packed.csv.gz").write_bytes(gzip.compress("\n".join([HEADER, line(50), line(51)]).encode()))
        (place.raw / "broken.csv.gz").write_bytes(b"\x1f\x8b\x08\x00 not gzip at all")
        place.put("short.csv", "1,2", header="Row ID,Order ID")
        place.put("twice.csv", line(1) + ",1", header=HEADER + ",sales")
        place.put("types.csv", *[line(100 + i, day="05/01/2024") for i in range(20)])
        (place.raw / "empty.csv.gz").write_bytes(gzip.compress(b""))
        (place.raw / "bytes.csv").write_bytes(f"{HEADER}\r\n{line(60)}\r\n\r\n".encode() + line(61, customer_name="Zoé").encode("latin-1"))
        place.put("quote.csv", line(62, product_name="two\nlines"))
        bronze, _, _ = place.run()
        reasons = {uri.rsplit("/", 1)[1]: reason for uri, reason in bronze["refused"].items()}
        self.assertEqual(sorted(reasons), ["broken.csv.gz", "empty.csv.gz", "short.csv", "twice.csv", "types.csv"])
        self.assertRegex(reasons["short.csv"], "^columns are missing: order_date, ")
        self.assertEqual(reasons["twice.csv"], "columns stand twice: sales")
        self.assertRegex(reasons["types.csv"], "^order_date is not a date in 20 of 20 lines")
        self.assertEqual(place.rows("SELECT count(*), max(row_id) FROM main.silver.orders"), [(23, 60)])
        self.assertEqual(
            place.rows(
                "SELECT split_part(source_file, '/', -1), source_line, reason FROM main.bronze.orders_quarantine "
                "WHERE source_line IS NOT NULL ORDER BY 1, 2"
            ),
            [
                ("bytes.csv", 4, "the line is not UTF-8"),
                ("quote.csv", 2, "a quoted text does not end on its line"),
                ("quote.csv", 3, "a quoted text does not end on its line"),
            ],
        )
        self.assertEqual(place.rows("SELECT count(*) FROM main.bronze.orders_quarantine WHERE source_line IS NULL"), [(5,)])
        self.assertEqual(place.run()[0]["refused"], {})

    def test_numbers_lines_of_a_file_that_several_tasks_read(self) -> None:
        place = Place("blocks")
        place.spark.conf.set("spark.sql.files.maxPartitionBytes", "2000")
        try:
            lines = [line(i) if i % 7 else f"bad {i}" for i in range(1, 200)]
            place.put("a.csv", *lines)
            place.put("b b[1].csv", *[line(1000 + i) for i in range(30)])
            bronze, _, _ = place.run()
        finally:
            place.spark.conf.unset("spark.sql.files.maxPartitionBytes")
        self.assertEqual((bronze["files"], bronze["rows"], bronze["rejected"]), (2, 171 + 30, 28))
        self.assertEqual(
            place.rows("SELECT source_line, text FROM main.bronze.orders_quarantine ORDER BY 1"),
            [(i + 1, f"bad {i}") for i in range(1, 200) if i % 7 == 0],
        )
        self.assertEqual(
            place.rows("SELECT count(*) FROM main.bronze.orders WHERE row_id < 1000 AND source_line <> row_id + 1"), [(0,)]
        )

    def versions(self, place: Place) -> list[int]:
        names = ["bronze.orders", "silver.orders", "gold.order_lines", "gold.orders", "gold.daily_sales", "gold.sales_yoy"]
        return [place.rows(f"DESCRIBE HISTORY main.{name} LIMIT 1")[0][0] for name in names]


if __name__ == "__main__":
    unittest.main()
