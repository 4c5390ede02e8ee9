"""What a test may ask of the server beside the warehouse's own protocol: JSON over HTTP, on a port of its own."""

from __future__ import annotations

import contextlib
import datetime
import io
import json
import os
import runpy
import sys
import threading
import traceback
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler

from pyspark.sql import SparkSession

from access import Access
from catalog_names import localized
from faults import Faults
from service import Service
from spark_session import activate

_one_script = threading.Lock()


def control_handler(
    spark: SparkSession, service: Service, access: Access, faults: Faults, catalog: str
) -> type[BaseHTTPRequestHandler]:
    def sql(given: dict) -> list:
        rows = [spark.sql(localized(statement, catalog)).collect() for statement in given["statements"]]
        return [[row.asDict(True) for row in result] for result in rows]

    def input_files(given: dict) -> list[str]:
        values = {name: _value(value) for name, value in given["parameters"].items()}
        statement = localized(given["statement"], catalog)
        return list((spark.sql(statement, args=values) if values else spark.sql(statement)).inputFiles())

    actions: dict[str, Callable[[dict], object]] = {
        "/fault": faults.plan,
        "/calls": lambda _: faults.calls(),
        "/clear": lambda _: faults.clear(),
        "/held": lambda _: service.held(),
        "/expire-sessions": lambda _: service.expire_sessions(),
        "/token-lifetime": lambda given: setattr(access, "lifetime", given["seconds"]),
        "/running-jobs": lambda _: len(spark.sparkContext.statusTracker().getActiveJobsIds()),
        "/input-files": input_files,
        "/sql": sql,
        "/run": lambda given: run_script(spark, given["path"], given["arguments"]),
    }

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def do_POST(self) -> None:
            given = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"{}")
            try:
                status, answer = 200, actions[self.path](given)
            except BaseException:  # noqa: BLE001 - a script may also exit
                status, answer = 500, traceback.format_exc()
            body = json.dumps(answer, default=str).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return Handler


def _value(value):
    """A parameter as Assay writes it: a date has its type beside it."""
    return datetime.date.fromisoformat(value["value"]) if isinstance(value, dict) else value


def run_script(spark: SparkSession, path: str, arguments: list[str]) -> str:
    """Runs a Python file, such as a notebook, on this process's Spark. Returns what it printed."""
    with _one_script:
        activate(spark)
        before, printed = sys.argv, io.StringIO()
        sys.argv = [path, *arguments]
        sys.path.insert(0, os.path.dirname(path))
        try:
            with contextlib.redirect_stdout(printed):
                runpy.run_path(path, run_name="__main__")
        finally:
            sys.argv = before
            sys.path.remove(os.path.dirname(path))
        return printed.getvalue()
