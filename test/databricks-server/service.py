"""Databricks' Thrift interface (protocol V8) over a Spark session."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from databricks.sql.thrift_api.TCLIService import ttypes as t
from pyspark.sql import DataFrame, SparkSession

import catalog_results
from catalog_names import localized
from create_statements import show_create_table
from metric_views import MetricViews
from operation import OK, Operation, State
from wire_types import arguments

# A statement that is over within this time comes back whole with the first answer.
DIRECT_SECONDS = 5
Kind = t.TOperationType


class Service:
    def __init__(self, spark: SparkSession, catalog: str) -> None:
        self._spark = spark
        self._catalog = catalog
        self._views = MetricViews()
        self._sessions: dict[bytes, tuple[SparkSession, float]] = {}
        self._operations: dict[bytes, Operation] = {}
        self._session_of: dict[bytes, bytes] = {}

    def held(self) -> dict:
        """What clients have left open."""
        return {"sessions": len(self._sessions), "operations": len(self._operations)}

    def evict_operations(self) -> None:
        for key in list(self._operations):
            self._end(key)

    def expire_sessions(self) -> int:
        count = len(self._sessions)
        self._sessions.clear()
        return count

    def OpenSession(self, request):
        key, session, timeout = uuid.uuid4().bytes, self._spark.newSession(), 0.0
        for name, value in (request.configuration or {}).items():
            if name.upper() == "STATEMENT_TIMEOUT":
                timeout = float(value)
            elif name.upper() == "TIMEZONE":
                session.conf.set("spark.sql.session.timeZone", value)
            elif name.upper() == "ANSI_MODE":
                session.conf.set("spark.sql.ansi.enabled", value)
        namespace = request.initialNamespace or t.TNamespace(catalogName=self._catalog, schemaName="default")
        if namespace.schemaName:
            session.sql(f"USE `{namespace.schemaName}`")
        self._sessions[key] = (session, timeout)
        return t.TOpenSessionResp(
            status=OK,
            serverProtocolVersion=t.TProtocolVersion.SPARK_CLI_SERVICE_PROTOCOL_V8,
            sessionHandle=t.TSessionHandle(sessionId=t.THandleIdentifier(guid=key, secret=key)),
            configuration={},
            initialNamespace=namespace,
            canUseMultipleCatalogs=True,
        )

    def CloseSession(self, request):
        session = request.sessionHandle.sessionId.guid
        self._sessions.pop(session, None)
        for key in [key for key, of in list(self._session_of.items()) if of == session]:
            self._end(key)
        return t.TCloseSessionResp(status=OK)

    def ExecuteStatement(self, request):
        def rows(session: SparkSession) -> DataFrame:
            special = self._views.execute(session, request.statement)
            if special is None:
                special = show_create_table(session, request.statement, self._catalog)
            if special is not None:
                return special
            shown = catalog_results.with_information_schema(session, request.statement, self._catalog, self._views)
            statement = localized(shown, self._catalog)
            values = arguments(request.parameters)
            return session.sql(statement, args=values) if values else session.sql(statement)

        return self._start(t.TExecuteStatementResp, request, Kind.EXECUTE_STATEMENT, rows, request.queryTimeout)

    def GetOperationStatus(self, request):
        operation = self._operations.get(request.operationHandle.operationId.guid)
        return operation.status() if operation else t.TGetOperationStatusResp(status=_no_handle("Operation"))

    def CancelOperation(self, request):
        operation = self._operations.get(request.operationHandle.operationId.guid)
        if operation:
            operation.stop(State.CANCELED_STATE)
        return t.TCancelOperationResp(status=OK)

    def CloseOperation(self, request):
        self._end(request.operationHandle.operationId.guid)
        return t.TCloseOperationResp(status=OK)

    def GetResultSetMetadata(self, request):
        operation = self._operations.get(request.operationHandle.operationId.guid)
        return operation.metadata() if operation else t.TGetResultSetMetadataResp(status=_no_handle("Operation"))

    def FetchResults(self, request):
        operation = self._operations.get(request.operationHandle.operationId.guid)
        return operation.fetch(request.maxRows) if operation else t.TFetchResultsResp(status=_no_handle("Operation"))

    def GetCatalogs(self, request):
        return self._start(t.TGetCatalogsResp, request, Kind.GET_CATALOGS, lambda s: catalog_results.catalogs(s, self._catalog))

    def GetSchemas(self, request):
        def rows(session: SparkSession) -> DataFrame:
            return catalog_results.schemas(session, self._catalog, request.schemaName)

        return self._start(t.TGetSchemasResp, request, Kind.GET_SCHEMAS, rows)

    def GetTables(self, request):
        def rows(session: SparkSession) -> DataFrame:
            return catalog_results.tables(session, self._catalog, request, self._views)

        return self._start(t.TGetTablesResp, request, Kind.GET_TABLES, rows)

    def GetColumns(self, request):
        def rows(session: SparkSession) -> DataFrame:
            return catalog_results.columns(session, self._catalog, request)

        return self._start(t.TGetColumnsResp, request, Kind.GET_COLUMNS, rows)

    def GetInfo(self, request):
        return t.TGetInfoResp(status=OK, infoValue=t.TGetInfoValue(stringValue="Spark SQL"))

    def _start(self, answer: type, request, kind: int, rows: Callable[[SparkSession], DataFrame], timeout: float | None = 0):
        known = self._sessions.get(request.sessionHandle.sessionId.guid)
        if known is None:
            return answer(status=_no_handle("Session"))
        session, longest = known
        limits = [seconds for seconds in (timeout or 0, longest) if seconds > 0]
        wanted = getattr(request, "useArrowNativeTypes", None)
        operation = Operation(session, kind, rows, min(limits, default=0), wanted)
        self._operations[operation.id] = operation
        self._session_of[operation.id] = request.sessionHandle.sessionId.guid
        direct = request.getDirectResults
        results = self._direct(operation, direct.maxRows) if direct is not None else None
        return answer(status=OK, operationHandle=operation.handle, directResults=results)

    def _direct(self, operation: Operation, count: int) -> t.TSparkDirectResults:
        operation.wait(DIRECT_SECONDS)
        results = t.TSparkDirectResults(operationStatus=operation.status())
        if operation.state == State.FINISHED_STATE:
            results.resultSetMetadata, results.resultSet = operation.metadata(), operation.fetch(count)
        if operation.is_over() and not (results.resultSet and results.resultSet.hasMoreRows):
            self._end(operation.id)
            results.closeOperation = t.TCloseOperationResp(status=OK)
        return results

    def _end(self, key: bytes) -> None:
        self._session_of.pop(key, None)
        operation = self._operations.pop(key, None)
        if operation:
            operation.stop(State.CLOSED_STATE)


def _no_handle(kind: str) -> t.TStatus:
    message = f"Invalid {kind}Handle: the handle does not exist or has expired."
    return t.TStatus(statusCode=t.TStatusCode.ERROR_STATUS, errorMessage=message, sqlState="HY000", errorCode=0)
