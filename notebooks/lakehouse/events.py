"""Order events from Kafka: what a message must be, and what of it silver gets."""

from __future__ import annotations

from .bronze import COLUMNS
from .tables import Column

EVENTS = "bronze.order_events"
POISON = "bronze.order_events_quarantine"
PLACE = [
    Column("topic", "STRING"),
    Column("partition", "INT"),
    Column("offset", "BIGINT"),
    Column("timestamp", "TIMESTAMP", "When the message was written to Kafka"),
    Column("key", "BINARY"),
    Column("value", "BINARY", "The message as it came"),
]

# A JSON number comes out of from_json in the notation of a double: 0.0004 as 4.0E-4.
_NUMBERS = ("sales", "discount", "profit")
_EXPONENT = r"^-?[0-9][.][0-9]+E-?[0-9]{1,2}$"
_FIELDS = ", ".join(f"{name} STRING" for name in [*COLUMNS, "event_time"])
_TIME = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})$"


def event_sql(messages: str) -> str:
    """
    One row per message of a relation or subquery: its place, the text columns of an order line, when it happened
    (`arrived_at`), and `poison`: why it can't be read (null = it can). Messages are JSON objects of the columns of
    an order line and `event_time` (ISO 8601 with an offset). An event dated over a day after it was written would
    win over every later one, so it is poison too.
    """
    columns = ", ".join(_plain(name) if name in _NUMBERS else f"event.{name}" for name in COLUMNS)
    return f"""SELECT topic, `partition`, `offset`, timestamp, key, value, {columns},
      happened AS arrived_at, `offset` AS arrived_seq, concat(topic, '/', `partition`) AS arrived_from,
      CASE
        WHEN value IS NULL THEN 'the message has no value'
        WHEN NOT is_valid_utf8(text) THEN 'the message is not UTF-8'
        WHEN event IS NULL OR event.corrupt_record IS NOT NULL OR NOT startswith(ltrim(text), '{{')
          OR json_array_length(concat('[', text, ']')) IS DISTINCT FROM 1 THEN 'the message is not a JSON object'
        WHEN happened IS NULL THEN 'event_time is not a time with its offset'
        WHEN happened > timestamp + INTERVAL 1 DAY THEN 'event_time is over a day after the message was written'
      END AS poison
    FROM (
      SELECT *, CASE WHEN event.event_time RLIKE '{_TIME}' THEN try_cast(event.event_time AS TIMESTAMP) END AS happened
      FROM (
        SELECT *, from_json(text, '{_FIELDS}, corrupt_record STRING',
          map('mode', 'PERMISSIVE', 'columnNameOfCorruptRecord', 'corrupt_record')) AS event
        FROM (SELECT *, CAST(value AS STRING) AS text FROM {messages}) AS texts
      ) AS parsed
    ) AS timed"""


def _plain(name: str) -> str:
    digits = f"trim(TRAILING '.' FROM trim(TRAILING '0' FROM CAST(try_cast(event.{name} AS DECIMAL(38, 18)) AS STRING)))"
    return f"CASE WHEN event.{name} RLIKE '{_EXPONENT}' THEN {digits} ELSE event.{name} END AS {name}"
