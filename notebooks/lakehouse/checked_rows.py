"""Rows with typed columns and the reason why they are not usable: the SQL of silver.orders_checked over any rows."""

from __future__ import annotations

from .sql_files import statement
from .tables import Lakehouse

CHECKED = "silver.orders_checked"
# The later word counts: when it came, its number within its source, and the source where both are the same.
ARRIVAL = ("arrived_at", "arrived_seq", "arrived_from")


def checked_sql(lake: Lakehouse, source: str, arrival: tuple[str, ...] | None = ARRIVAL) -> str:
    """
    `source`: relation or subquery with the text columns of bronze.orders; its other columns are kept. With
    `arrival` the version_rank of usable rows goes by those columns.
    """
    text = statement(lake, CHECKED, {"bronze.orders": f"{source} AS raw_orders"})
    if arrival is None:
        return text
    order = ", ".join(f"{column} DESC" for column in arrival)
    return f"""SELECT * EXCEPT (version_rank),
      CASE WHEN reject_reason IS NULL
        THEN row_number() OVER (PARTITION BY reject_reason, row_id ORDER BY {order}) END AS version_rank
    FROM (
{text}
    ) AS checked"""
