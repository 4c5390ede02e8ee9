"""Raw files to gold, on local Spark with Delta Lake."""

from __future__ import annotations

import gzip
import shutil
import unittest
from decimal import Decimal
from pathlib import Path
from unittest.mock import patch
from urllib.parse import unquote, urlparse

from local import HEADER, Place, line

from lakehouse import bronze, gold, silver

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
        place.put("comma.csv", *[line(200 + i, sales="1,5").replace('"', "") for i in range(12)])
        place.put("latin.csv")
        (place.raw / "latin.csv").write_bytes("\n".join([HEADER, *[line(220 + i, city="Köln") for i in range(12)]]).encode("latin-1"))
        place.put("edges.csv", line(70, day="0000-01-05"), line(71, sales="999999999.9999", discount="0.9999"))
        bronze, _, gold = place.run()
        reasons = {uri.rsplit("/", 1)[1]: reason for uri, reason in bronze["refused"].items()}
        self.assertEqual(
            sorted(reasons),
            ["broken.csv.gz", "comma.csv", "empty.csv.gz", "latin.csv", "short.csv", "twice.csv", "types.csv"],
        )
        self.assertRegex(reasons["broken.csv.gz"], r"^the file can't be read: java\.io\.IOException: \w+")
        self.assertEqual(reasons["comma.csv"], "the line does not have 21 columns in 12 of 12 lines looked at")
        self.assertEqual(reasons["latin.csv"], "the line is not UTF-8 in 12 of 12 lines looked at")
        self.assertRegex(reasons["short.csv"], "^columns are missing: order_date, ")
        self.assertEqual(reasons["twice.csv"], "columns stand twice: sales")
        self.assertRegex(reasons["types.csv"], "^order_date is not a date in 20 of 20 lines")
        self.assertEqual(place.rows("SELECT count(*), max(row_id) FROM main.silver.orders"), [(24, 71)])
        self.assertEqual(place.rows("SELECT reason, row_id FROM main.silver.orders_rejected"), [("order_date is not a date", "70")])
        self.assertEqual(place.rows("SELECT max(list_sales) FROM main.gold.order_lines"), [(Decimal("9999999999999.0000"),)])
        self.assertEqual(
            place.rows(
                "SELECT split_part(source_file, '/', -1), source_line, reason FROM main.bronze.orders_quarantine "
                "WHERE source_line IS NOT NULL ORDER BY 1, 2"
            ),
            [
                ("bytes.csv", 4, "the line is not UTF-8"),
            ],
        )
        self.assertEqual(place.rows("SELECT count(*) FROM main.bronze.orders_quarantine WHERE source_line IS NULL"), [(7,)])
        # What can't be read is tried again. What is refused hides nothing of what the file gave before.
        place.put("good.csv", *[text.replace('"10.5"', "10,5") for text in good], modified=2_000_000_000)
        again = place.run()
        self.assertEqual(sorted(uri.rsplit("/", 1)[1] for uri in again[0]["refused"]), ["broken.csv.gz", "good.csv"])
        self.assertEqual(set(again[2].values()), {0})
        self.assertEqual(place.rows("SELECT count(*) FROM main.silver.orders"), [(24,)])

    def test_reads_records_of_several_lines_and_columns_of_any_name(self) -> None:
        place = Place("records")
        header = HEADER + ",Text,Parsed,Größe,名前,Notes"
        more = lambda text, notes: f"{text},t,p,1,2,{notes}"  # noqa: E731
        place.put(
            "NEW COLUMNS.CSV",
            more(line(1), "first"),
            more(line(2), '"open'),
            more(line(3, product_name='two\n\n"lines", so'), "third"),
            more(line(4, product_name="nail").replace('"nail"', '5" nail'), '"an inch'),
            'more"',
            more(line(5), '"last\r\ncolumn"'),
            more(line(6, order_id="\tca-6\u00a0"), "sixth"),
            '"never closed',
            header=header,
        )
        place.put("all.csv", *[line(100 + i, product_name=f"a\nb{i}\nc") for i in range(12)])
        bronze, silver, _ = place.run()
        self.assertEqual((bronze["rows"], bronze["rejected"], bronze["refused"]), (4 + 12, 4, {}))
        self.assertEqual(bronze["new_columns"], ["größe", "notes", "parsed", "text", "名前"])
        self.assertEqual(silver["malformed"], {})
        self.assertEqual(
            place.rows("SELECT row_id, source_line, product_name, text, parsed, notes FROM main.bronze.orders WHERE row_id < 100 ORDER BY 1"),
            [
                ("1", 2, 'The "best", ever', "t", "p", "first"),
                ("3", 4, 'two\n\n"lines", so', "t", "p", "third"),
                ("5", 9, 'The "best", ever', "t", "p", "last\ncolumn"),
                ("6", 11, 'The "best", ever', "t", "p", "sixth"),
            ],
        )
        self.assertEqual(
            place.rows("SELECT source_line, reason FROM main.bronze.orders_quarantine ORDER BY 1"),
            [
                (3, "a quoted text does not end"), (7, "a quoted text does not end"),
                (8, "the line does not have 26 columns"), (12, "a quoted text does not end"),
            ],
        )
        self.assertEqual(
            place.rows("SELECT source_line, row_id, product_name FROM main.bronze.orders WHERE row_id >= 100 ORDER BY 1"),
            [(2 + 3 * i, str(100 + i), f"a\nb{i}\nc") for i in range(12)],
        )
        self.assertEqual(place.rows("SELECT order_id FROM main.silver.orders WHERE row_id = 6"), [("CA-6",)])

    def test_a_slow_refresh_does_not_bring_back_what_a_later_one_replaced(self) -> None:
        # One table of each way of writing: every further one is computed four times here.
        few = [table for table in gold.GOLD if table.name in ("gold.order_lines", "gold.orders", "gold.daily_sales")]
        patched = patch.object(gold, "GOLD", few)
        patched.start()
        self.addCleanup(patched.stop)
        place = Place("refreshes")
        place.put("a.csv", line(1, sales="1"), line(2, "2024-01-06", sales="2"), modified=1000)
        place.run()
        load = lambda: (bronze.ingest_new_files(place.spark, place.lake, str(place.raw)), silver.load_files(place.spark, place.lake))  # noqa: E731
        place.put("b.csv", line(1, sales="10"), modified=2000)
        load()
        write, waiting = gold.replace_where, ["gold.daily_sales"]

        def slow(lake, name: str, *arguments) -> None:
            """Another job brings a later file to gold just before this one writes."""
            if name in waiting:
                waiting.clear()
                place.put("c.csv", line(1, sales="100"), modified=3000)
                load()
                gold.refresh(place.spark, place.lake)
            write(lake, name, *arguments)

        with patch.object(gold, "replace_where", slow):
            gold.refresh(place.spark, place.lake)
        for table in ("order_lines", "orders", "daily_sales"):
            self.assertEqual(place.rows(f"SELECT sum(sales) FROM main.gold.{table}"), [(Decimal("102.0000"),)], table)
        # A table that was lost is made again.
        place.spark.sql("DROP TABLE spark_catalog.gold.daily_sales")
        shutil.rmtree(Path(unquote(urlparse(place.lake.base_uri).path)) / "gold" / "daily_sales")
        place.spark._jvm.org.apache.spark.sql.delta.DeltaLog.clearCache()
        self.assertEqual(gold.refresh(place.spark, place.lake)[2], {"table": "gold.daily_sales", "changed": "all"})
        self.assertEqual(place.rows("SELECT sum(sales) FROM main.gold.daily_sales"), [(Decimal("102.0000"),)])

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
