"""Messages as Kafka would hand them over, without a broker: what silver takes, and what goes to the quarantine."""

from __future__ import annotations

import json
import unittest
from datetime import datetime
from decimal import Decimal

from local import Place, line

from lakehouse import bronze, events, silver, streaming

FIELDS = dict(
    order_id="o-1", order_date="2024-01-05", ship_date="2024-01-06", ship_mode="First Class", customer_id="c-1",
    customer_name="X", segment="Consumer", country="US", city="Y", state="Ohio", postal_code="1", region="East",
    product_id="p", category="A", sub_category="B", product_name="Z", quantity=2, discount=0.2, profit=-1.5,
)
SCHEMA = ", ".join(f"`{column.name}` {column.type}" for column in events.PLACE)
WRITTEN = datetime(2024, 3, 1)


def event(row_id: int, time: str, sales: object = "1.5", **changes: object) -> bytes:
    return json.dumps({**FIELDS, "row_id": row_id, "sales": sales, "event_time": time, **changes}).encode()


class EventsTest(unittest.TestCase):
    def test_the_latest_event_counts_and_poison_is_named(self) -> None:
        place = Place("events")
        silver.create_tables(place.spark, place.lake)
        first = [
            event(1, "2024-02-01T10:00:00Z", 10),
            event(1, "2024-02-01T09:00:00Z", 9),
            event(2, "2024-02-01T10:00:00Z", 1),
            event(2, "2024-02-01T11:00:00+01:00", 2),
            b"{broken", None, b'{"a":"\xff"}', b"[1]", b'"text"',
            event(3, "2024-02-01 10:00"), event(3, "2024-03-03T00:00:00Z"), event(3, "2024-02-01T10:00:00Z", "many"),
            event(5, "2024-02-01T10:00:00Z") * 2, event(5, "2024-02-01T10:00:00Z") + b" x", event(5, "2024-02-01T10:00:00Z")[:-1],
        ]
        batch = self.batch(place, first)
        streaming.take(place.lake, batch)
        self.assertEqual(self.sales(place), [(1, Decimal("10.0000")), (2, Decimal("2.0000"))])
        reasons = place.rows("SELECT `offset`, reason FROM main.bronze.order_events_quarantine ORDER BY 1")
        self.assertEqual(
            reasons,
            [
                (4, "the message is not a JSON object"), (5, "the message has no value"), (6, "the message is not UTF-8"),
                (7, "the message is not a JSON object"), (8, "the message is not a JSON object"),
                (9, "event_time is not a time with its offset"), (10, "event_time is over a day after the message was written"),
                (11, "sales is not a number"), (12, "the message is not a JSON object"),
                (13, "the message is not a JSON object"), (14, "the message is not a JSON object"),
            ],
        )
        # The same batch again, as after a crash, and then a late event: nothing changes.
        streaming.take(place.lake, batch)
        streaming.take(place.lake, self.batch(place, [event(1, "2024-02-01T09:59:59Z", 5)], first=100))
        self.assertEqual(self.sales(place), [(1, Decimal("10.0000")), (2, Decimal("2.0000"))])
        self.assertEqual(place.rows("SELECT count(*) FROM main.bronze.order_events_quarantine"), [(11,)])
        streaming.take(place.lake, self.batch(place, [event(1, "2024-02-01T10:00:00Z", 6)], first=200))
        self.assertEqual(self.sales(place)[0], (1, Decimal("6.0000")))

        # A file that was changed between the two events of row 2 and after those of row 1.
        place.put("a.csv", line(1, sales="70"), line(2, sales="80"), modified=int(datetime(2024, 2, 1, 9, 30).timestamp()))
        bronze.ingest_new_files(place.spark, place.lake, str(place.raw))
        silver.load_files(place.spark, place.lake)
        self.assertEqual(self.sales(place), [(1, Decimal("6.0000")), (2, Decimal("2.0000"))])
        place.put("b.csv", line(2, sales="90"), modified=int(datetime(2024, 2, 2).timestamp()))
        bronze.ingest_new_files(place.spark, place.lake, str(place.raw))
        silver.load_files(place.spark, place.lake)
        self.assertEqual(self.sales(place)[1], (2, Decimal("90.0000")))

    def test_takes_numbers_of_json_as_they_are_written(self) -> None:
        place = Place("numbers")
        silver.create_tables(place.spark, place.lake)
        values = {1: "0.0004", 2: "123456789.1234", 3: "-12345678.5", 4: "1e3", 5: "1000000000", 6: "0.00001", 7: '"0.0004"', 8: "-0.0"}
        texts = [event(row, "2024-02-01T10:00:00Z", "?").replace(b'"?"', value.encode()) for row, value in values.items()]
        streaming.take(place.lake, self.batch(place, texts))
        taken = {1: "0.0004", 2: "123456789.1234", 3: "-12345678.5", 4: "1000", 7: "0.0004", 8: "0"}
        self.assertEqual(self.sales(place), [(row, Decimal(sales)) for row, sales in taken.items()])
        self.assertEqual(
            place.rows("SELECT `offset`, reason FROM main.bronze.order_events_quarantine ORDER BY 1"),
            [(4, "sales is not a number"), (5, "sales is not a number")],
        )

    def test_leaves_out_what_bronze_holds_where_a_checkpoint_is_new(self) -> None:
        place = Place("again")
        silver.create_tables(place.spark, place.lake)
        self.batch(place, [b"a", None, b"c"]).write.format("delta").mode("append").saveAsTable("spark_catalog.bronze.order_events")
        again = self.batch(place, [b"a", None, b"c", b"d"])
        successor = again.limit(1).selectExpr("topic", "partition", "offset", "timestamp + INTERVAL 1 DAY AS timestamp", "key", "value")
        found = streaming.unknown_messages(place.spark, place.lake, again.union(successor)).select("offset", "value").collect()
        self.assertEqual(sorted((row[0], bytes(row[1])) for row in found), [(0, b"a"), (3, b"d")])

    def batch(self, place: Place, values: list[bytes | None], first: int = 0):
        rows = [("t", 0, first + i, WRITTEN, None, None if v is None else bytearray(v)) for i, v in enumerate(values)]
        return place.spark.createDataFrame(rows, SCHEMA)

    def sales(self, place: Place) -> list[tuple]:
        return place.rows("SELECT row_id, sales FROM main.silver.orders ORDER BY row_id")


if __name__ == "__main__":
    unittest.main()
