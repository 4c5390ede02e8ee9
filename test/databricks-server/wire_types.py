"""Between Spark's types and those of the Thrift interface."""

from __future__ import annotations

import datetime
import decimal
import json

import pyarrow as pa
from databricks.sql.thrift_api.TCLIService import ttypes as t
from pyspark.sql import DataFrame
from pyspark.sql import functions as f
from pyspark.sql import types as st

_TYPE_IDS = {
    st.ByteType: t.TTypeId.TINYINT_TYPE,
    st.ShortType: t.TTypeId.SMALLINT_TYPE,
    st.IntegerType: t.TTypeId.INT_TYPE,
    st.LongType: t.TTypeId.BIGINT_TYPE,
    st.FloatType: t.TTypeId.FLOAT_TYPE,
    st.DoubleType: t.TTypeId.DOUBLE_TYPE,
    st.DecimalType: t.TTypeId.DECIMAL_TYPE,
    st.BooleanType: t.TTypeId.BOOLEAN_TYPE,
    st.DateType: t.TTypeId.DATE_TYPE,
    st.TimestampType: t.TTypeId.TIMESTAMP_TYPE,
    st.TimestampNTZType: t.TTypeId.TIMESTAMP_TYPE,
    st.BinaryType: t.TTypeId.BINARY_TYPE,
    st.ArrayType: t.TTypeId.ARRAY_TYPE,
    st.MapType: t.TTypeId.MAP_TYPE,
    st.StructType: t.TTypeId.STRUCT_TYPE,
    st.NullType: t.TTypeId.NULL_TYPE,
}
_WHOLE = {"TINYINT", "SMALLINT", "INT", "INTEGER", "BIGINT", "LONG"}
_NESTED = (st.StructType, st.ArrayType, st.MapType)


def table_schema(schema: st.StructType) -> t.TTableSchema:
    # The driver counts columns from 1.
    return t.TTableSchema(columns=[_column(i + 1, field) for i, field in enumerate(schema.fields)])


def _column(position: int, field: st.StructField) -> t.TColumnDesc:
    qualifiers = None
    if isinstance(field.dataType, st.DecimalType):
        digits = {"precision": field.dataType.precision, "scale": field.dataType.scale}
        qualifiers = t.TTypeQualifiers(qualifiers={k: t.TTypeQualifierValue(i32Value=v) for k, v in digits.items()})
    entry = t.TPrimitiveTypeEntry(type=_TYPE_IDS.get(type(field.dataType), t.TTypeId.STRING_TYPE), typeQualifiers=qualifiers)
    kind = t.TTypeDesc(types=[t.TTypeEntry(primitiveEntry=entry)])
    return t.TColumnDesc(columnName=field.name, typeDesc=kind, position=position, comment=(field.metadata or {}).get("comment", ""))


def arguments(parameters: list) -> dict | list | None:
    """Values for `spark.sql(statement, args=…)`: by name, or in order where they have none."""
    if not parameters:
        return None
    if parameters[0].name:
        return {parameter.name: _value(parameter) for parameter in parameters}
    return [_value(parameter) for parameter in parameters]


def _value(parameter: t.TSparkParameter):
    text = parameter.value.stringValue if parameter.value is not None else None
    kind = (parameter.type or "STRING").upper()
    if text is None or kind == "VOID":
        return None
    if kind in _WHOLE:
        return int(text)
    if kind in ("DOUBLE", "FLOAT"):
        return float(text)
    if kind.startswith("DECIMAL"):
        return decimal.Decimal(text)
    if kind == "BOOLEAN":
        return text.upper() == "TRUE"
    if kind == "DATE":
        return datetime.date.fromisoformat(text)
    if kind.startswith("TIMESTAMP"):
        return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    if kind in ("STRING", "VARCHAR", "CHAR"):
        return text
    raise ValueError(f"unsupported parameter type {kind}")


def in_wire_types(frame: DataFrame, wanted: t.TSparkArrowTypes | None) -> DataFrame:
    """The client says which types it takes from Arrow; the others travel as text of the session's zone, or as JSON."""
    as_text = [_text_of(field.dataType, wanted or t.TSparkArrowTypes()) for field in frame.schema.fields]
    if not any(as_text):
        return frame
    # Two columns may have one name: by their places there is no doubt.
    placed = frame.toDF(*[f"c{i}" for i in range(len(as_text))])
    columns = [f.expr((text or "{}").format(f"c{i}")).alias(name) for i, (text, name) in enumerate(zip(as_text, frame.columns))]
    return placed.select(*columns)


def _text_of(kind: st.DataType, wanted: t.TSparkArrowTypes) -> str | None:
    is_text = (
        (isinstance(kind, (st.TimestampType, st.TimestampNTZType)) and wanted.timestampAsArrow is False)
        or (isinstance(kind, st.DecimalType) and wanted.decimalAsArrow is False)
        or isinstance(kind, (st.DayTimeIntervalType, st.YearMonthIntervalType, st.CalendarIntervalType))
    )
    if isinstance(kind, _NESTED) and wanted.complexTypesAsArrow is False:
        return "to_json({})"
    return "CAST({} AS STRING)" if is_text or isinstance(kind, st.VariantType) else None


def arrow_table(frame: DataFrame) -> pa.Table:
    """All rows. Nested values that Arrow refuses travel as JSON text, as they do without complexTypesAsArrow."""
    if not frame.schema.fields:
        return pa.table({})
    try:
        return frame.toArrow()
    except ValueError:
        rows = frame.collect()
        columns = enumerate(frame.schema.fields)
        return pa.table({field.name: pa.array([_flat(row[i], field.dataType) for row in rows]) for i, field in columns})


def _flat(value, kind: st.DataType):
    if value is None or not isinstance(kind, _NESTED):
        return value
    return json.dumps(value.asDict(True) if hasattr(value, "asDict") else value, default=str)
