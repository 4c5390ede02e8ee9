"""Modules shipped as one archive, and parameters from widgets and from flags; no Spark is started."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import unittest
import zipfile
from pathlib import Path
from unittest.mock import patch

NOTEBOOKS = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(NOTEBOOKS))

from lakehouse.metric_views import statements  # noqa: E402
from lakehouse.parameters import parameters  # noqa: E402


class PackageTest(unittest.TestCase):
    def test_reads_its_files_out_of_an_archive(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            archive = Path(folder) / "lakehouse.zip"
            with zipfile.ZipFile(archive, "w") as packed:
                for name in ("lakehouse", "silver", "gold"):
                    for path in sorted((NOTEBOOKS / name).glob("*.*")):
                        packed.write(path, path.relative_to(NOTEBOOKS))
            code = (
                f"import sys; sys.path.insert(0, {str(archive)!r})\n"
                "from lakehouse import sql_files\n"
                "from lakehouse.tables import Lakehouse\n"
                "print(sql_files.__file__)\n"
                "print(sql_files.statement(Lakehouse('c'), 'gold.orders', {'silver.orders': 'x'}))"
            )
            said = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True).stdout
        self.assertIn("lakehouse.zip", said.splitlines()[0])
        self.assertTrue(said.rstrip().endswith("FROM x\nGROUP BY order_id"), said)

    def test_takes_parameters_from_flags_and_refuses_unknown_ones(self) -> None:
        with patch.object(sys, "argv", ["x", "--source", "raw", "--base-uri", "s3://lake"]):
            given = parameters("ingest_pyspark", {})
        self.assertEqual(given, {"source": "raw", "catalog": "main", "base_uri": "s3://lake"})
        for wrong in (["--source", "raw", "--tables", "x"], [], ["--sou", "raw"]):
            with patch.object(sys, "argv", ["x", *wrong]), patch.object(sys, "stderr"), self.assertRaises(SystemExit):
                parameters("ingest_pyspark", {})

    def test_takes_parameters_from_widgets(self) -> None:
        class Widgets:
            values = {"source": "raw", "catalog": ""}

            def text(self, name: str, default: str, label: str) -> None:
                self.values.setdefault(name, default)

            def get(self, name: str) -> str:
                return self.values[name]

        class Utilities:
            widgets = Widgets()

        given = parameters("ingest_pyspark", {"dbutils": Utilities()})
        self.assertEqual(given, {"source": "raw", "catalog": "main", "base_uri": ""})
        Widgets.values = {"source": ""}
        with self.assertRaisesRegex(ValueError, "source"):
            parameters("ingest_pyspark", {"dbutils": Utilities()})

    def test_names_the_catalog_in_every_metric_view(self) -> None:
        views = statements("sandbox")
        self.assertEqual(len(views), 2)
        for view in views:
            self.assertTrue(view.startswith("CREATE OR REPLACE VIEW sandbox.gold."), view[:60])
            self.assertTrue(view.endswith("$$"))
            self.assertIn("source: sandbox.gold.", view)
            self.assertNotIn("main.", view)


if __name__ == "__main__":
    unittest.main()
