"""Runs the pipeline on local Spark with Delta Lake. DELTA_JARS names the jars, separated by commas."""

from __future__ import annotations

import os
import sys
import tempfile
import unittest
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from lakehouse import bronze, sql_tables  # noqa: E402
from lakehouse.session import session  # noqa: E402
from lakehouse.settings import Settings  # noqa: E402

HEADER = ",".join(name.replace("_", " ").title() for name in bronze.COLUMNS)


def line(row_id: int, day: str, sales: str, **changes: str) -> str:
    row = dict(
        row_id=str(row_id), order_id=f" ca-{row_id // 2} ", order_date=day, ship_date=day, ship_mode="First Class",
        customer_id="c-1", customer_name="X", segment="Consumer", country="US", city="Y", state="Ohio",
        postal_code="1234", region="East", product_id="p-1", category="A", sub_category="B",
        product_name='The "best", ever', sales=sales, quantity="2", discount="0.2", profit="1.5",
    )
    row.update(changes)
    return ",".join('"' + row[name].replace('"', '""') + '"' for name in bronze.COLUMNS)


class PipelineTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.folder = Path(tempfile.mkdtemp(prefix="lakehouse-"))
        os.chdir(cls.folder)
        cls.spark = session(str(cls.folder / "warehouse"), os.environ.get("DELTA_JARS"))
        cls.spark.sparkContext.setLogLevel("ERROR")
        (cls.folder / "raw").mkdir()
        cls.settings = Settings(str(cls.folder / "raw"), "spark_catalog", (cls.folder / "tables").as_uri())

    @classmethod
    def tearDownClass(cls) -> None:
        cls.spark.stop()

    def put(self, name: str, *lines: str, header: str = HEADER) -> None:
        (self.folder / "raw" / name).write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")

    def run_all(self) -> tuple[dict, dict]:
        bronze.create_tables(self.spark, self.settings)
        report = bronze.ingest_new_files(self.spark, self.settings)
        tables = [sql_tables.refresh(self.spark, self.settings, name) for name in [*sql_tables.SILVER, *sql_tables.GOLD]]
        return report, {table["table"]: table for table in tables}

    def one(self, sql: str):
        return tuple(self.spark.sql(sql.replace("main.", "spark_catalog.")).first())

    def test_pipeline(self) -> None:
        self.put("a.csv", line(1, "2024-01-05", "10.5"), line(2, "2024-01-06", "x"), "3,too short", line(4, "2024-02-01", "4"))
        report, tables = self.run_all()
        self.assertEqual(report, {"files": 1, "rows": 3, "rejected": 1, "new_columns": []})
        self.assertEqual(tables["silver.orders"]["rows"], 2)
        self.assertEqual(self.one("SELECT reason FROM main.silver.orders_rejected"), ("sales is not a number",))
        self.assertEqual(self.one("SELECT line, text FROM main.bronze.orders_quarantine"), (4, "3,too short"))
        self.assertEqual(self.one("SELECT order_id, product_name, postal_code FROM main.silver.orders WHERE row_id = 1"), ("CA-0", 'The "best", ever', "01234"))
        self.assertEqual(tables["gold.daily_sales"]["changed_days"], 2)

        report, tables = self.run_all()
        self.assertEqual(report["files"], 0)
        self.assertEqual((tables["silver.orders"]["rows"], tables["gold.daily_sales"]["changed_days"]), (2, 0))

        late = line(1, "2024-01-05", "11", ship_date="2024-01-09")
        self.put("b.csv", late + ',"web"', line(5, "2023-12-31", "1") + ',"web"', header=HEADER + ",Sold Through")
        report, tables = self.run_all()
        self.assertEqual((report["files"], report["new_columns"]), (1, ["sold_through"]))
        self.assertEqual(tables["gold.daily_sales"]["changed_days"], 2)
        self.assertEqual(self.one("SELECT COUNT(*), SUM(sales) FROM main.silver.orders"), (3, Decimal("16.0000")))
        self.assertEqual(self.one("SELECT COUNT(DISTINCT txn_month), SUM(sales) FROM main.gold.daily_sales"), (3, Decimal("16.0000")))

        self.put("c.csv", "1,2", header="Row ID,Order ID")
        with self.assertRaisesRegex(bronze.SchemaRefused, "lacks the columns order_date"):
            self.run_all()
        (self.folder / "raw" / "c.csv").unlink()

        sql_tables.optimize(self.spark, self.settings, "gold.daily_sales")
        self.assertEqual(self.one("SELECT COUNT(*) FROM main.gold.daily_sales"), (3,))
        plan = self.spark.sql("SELECT SUM(sales) FROM spark_catalog.gold.daily_sales WHERE txn_date = DATE'2024-02-01'")
        self.assertEqual(len(plan.inputFiles()), 1)


if __name__ == "__main__":
    unittest.main()
