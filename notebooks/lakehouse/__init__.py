"""Raw order files to gold tables, the same on Databricks and on local PySpark with Delta Lake."""
