"""Three-level names. Local Spark has one catalog, `spark_catalog`; statements say the name it stands for."""

from __future__ import annotations

import re

LOCAL = "spark_catalog"

# Strings, comments and quoted names are whole tokens, so that nothing inside them is taken for a name.
_TOKEN = re.compile(
    r"""'(?:[^'\\]|\\.|'')*' | "(?:[^"\\]|\\.|"")*" | --[^\n]* | /\*.*?\*/ | (?:`(?:[^`]|``)*`|\w+) | \s+ | .""",
    re.VERBOSE | re.DOTALL,
)


def localized(statement: str, catalog: str) -> str:
    """`catalog.schema.table` as `spark_catalog.schema.table`, wherever it stands as a name."""
    tokens = _TOKEN.findall(statement)
    spoken = [i for i, token in enumerate(tokens) if not token.isspace() and not token.startswith(("--", "/*"))]
    for at, index in enumerate(spoken):
        around = [tokens[i] for i in spoken[max(at - 1, 0) : at + 5]]
        before, name, rest = (around[0], around[1], around[2:]) if at else ("", around[0], around[1:])
        if before == "." or _bare(name) != catalog or len(rest) < 2 or rest[0] != "." or not _is_name(rest[1]):
            continue
        is_table = len(rest) >= 4 and rest[2] == "." and _is_name(rest[3])
        if is_table or before.upper() in ("SCHEMA", "DATABASE", "IN", "FROM", "EXISTS", "USE"):
            tokens[index] = LOCAL
    return "".join(tokens)


def _bare(token: str) -> str:
    return (token[1:-1].replace("``", "`") if token.startswith("`") else token).lower()


def _is_name(token: str) -> bool:
    return token.startswith("`") or token[0].isalpha() or token[0] == "_"
