"""One statement: runs in a thread of its own, and can be waited for, cancelled, timed out and fetched from."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable

import pyarrow as pa
from databricks.sql.thrift_api.TCLIService import ttypes as t
from pyspark.sql import DataFrame, SparkSession

from wire_types import arrow_table, in_wire_types, table_schema

State = t.TOperationState
OK = t.TStatus(statusCode=t.TStatusCode.SUCCESS_STATUS)


class Operation:
    def __init__(
        self,
        spark: SparkSession,
        kind: int,
        rows: Callable[[SparkSession], DataFrame],
        timeout: float,
        wanted: t.TSparkArrowTypes | None,
    ) -> None:
        self.id = uuid.uuid4().bytes
        self.handle = t.TOperationHandle(
            operationId=t.THandleIdentifier(guid=self.id, secret=self.id), operationType=kind, hasResultSet=True
        )
        self.state = State.PENDING_STATE
        self._spark = spark
        self._rows = rows
        self._wanted = wanted
        self._group = uuid.UUID(bytes=self.id).hex
        self._started = time.time()
        self._ended = threading.Event()
        self._message = ""
        self._sql_state: str | None = None
        self._schema = None
        self._table: pa.Table | None = None
        self._position = 0
        threading.Thread(target=self._run, daemon=True).start()
        if timeout > 0:
            timer = threading.Timer(timeout, self.stop, [State.TIMEDOUT_STATE])
            timer.daemon = True
            timer.start()

    def _run(self) -> None:
        try:
            self._spark.sparkContext.setJobGroup(self._group, "statement", interruptOnCancel=True)
            if self.state == State.PENDING_STATE:
                self.state = State.RUNNING_STATE
            frame = self._rows(self._spark)
            self._schema = frame.schema
            self._table = arrow_table(in_wire_types(frame, self._wanted))
            if self.state == State.RUNNING_STATE:
                self.state = State.FINISHED_STATE
        except Exception as error:  # noqa: BLE001 - whatever Spark says goes to the client
            if self.state == State.RUNNING_STATE:
                self._message = str(getattr(error, "desc", None) or error).split("\n\nJVM stacktrace")[0].strip()
                self._sql_state = _sql_state(error)
                self.state = State.ERROR_STATE
        finally:
            self._ended.set()

    def wait(self, seconds: float) -> None:
        self._ended.wait(seconds)

    def stop(self, state: int) -> None:
        """Ends it as cancelled or timed out. Jobs that start while Spark still plans are cancelled too."""
        if self._ended.is_set():
            return
        self.state = state
        threading.Thread(target=self._cancel_jobs, daemon=True).start()

    def _cancel_jobs(self) -> None:
        while not self._ended.is_set():
            self._spark.sparkContext.cancelJobGroup(self._group)
            self._ended.wait(0.2)

    def is_over(self) -> bool:
        return self.state not in (State.PENDING_STATE, State.RUNNING_STATE)

    def status(self) -> t.TGetOperationStatusResp:
        answer = t.TGetOperationStatusResp(
            status=OK, operationState=self.state, hasResultSet=True, operationStarted=int(self._started * 1000)
        )
        if self.state == State.ERROR_STATE:
            answer.errorMessage = answer.displayMessage = self._message
            answer.sqlState, answer.errorCode = self._sql_state, 0
        if self.state == State.TIMEDOUT_STATE:
            answer.errorMessage = answer.displayMessage = "[STATEMENT_TIMEOUT] The statement ran longer than allowed."
            answer.sqlState = "57KD0"
        return answer

    def metadata(self) -> t.TGetResultSetMetadataResp:
        return t.TGetResultSetMetadataResp(
            status=OK,
            schema=table_schema(self._schema),
            resultFormat=t.TSparkRowSetType.ARROW_BASED_SET,
            lz4Compressed=False,
            arrowSchema=self._table.schema.serialize().to_pybytes(),
            isStagingOperation=False,
        )

    def fetch(self, count: int) -> t.TFetchResultsResp:
        start, part = self._position, self._table.slice(self._position, count)
        self._position += part.num_rows
        batches = [
            t.TSparkArrowBatch(batch=batch.serialize().to_pybytes(), rowCount=batch.num_rows)
            for batch in part.combine_chunks().to_batches()
        ]
        rows = t.TRowSet(startRowOffset=start, rows=[], arrowBatches=batches)
        return t.TFetchResultsResp(status=OK, hasMoreRows=self._position < self._table.num_rows, results=rows)


def _sql_state(error: Exception) -> str | None:
    try:
        return error.getSqlState()
    except Exception:  # noqa: BLE001 - not every error of Spark has one
        return None
