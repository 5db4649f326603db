"""Small mistakes put into a SELECT, one at a time: a condition left out, a comparison turned, a bound dropped.

DuckDB itself parses the statement into a tree and writes the changed tree as SQL again, so that nothing is guessed.
"""

import copy
import json
from collections.abc import Iterator
from typing import Any

from tasks.warehouse import Connection

_TURNED = {
    "COMPARE_EQUAL": "COMPARE_NOTEQUAL",
    "COMPARE_NOTEQUAL": "COMPARE_EQUAL",
    "COMPARE_LESSTHAN": "COMPARE_LESSTHANOREQUALTO",
    "COMPARE_LESSTHANOREQUALTO": "COMPARE_LESSTHAN",
    "COMPARE_GREATERTHAN": "COMPARE_GREATERTHANOREQUALTO",
    "COMPARE_GREATERTHANOREQUALTO": "COMPARE_GREATERTHAN",
}
Path = tuple[str | int, ...]


def mutants(con: Connection, query: str) -> list[tuple[str, str]]:
    """What was changed, and the query with that change, for every place where something can be changed."""
    tree = json.loads(con.execute("SELECT json_serialize_sql(?)", [query]).fetchone()[0])  # type: ignore[index]
    assert not tree["error"], tree
    found = []
    for path, node in _nodes(tree, ()):
        for what, changed in _changes(node):
            other = copy.deepcopy(tree)
            _put(other, path, changed)
            text = con.execute("SELECT json_deserialize_sql(?)", [json.dumps(other)]).fetchone()[0]  # type: ignore[index]
            found.append((f"{what}: {_line(query, int(node.get('query_location', 0)))}", str(text)))
    return found


def _line(query: str, position: int) -> str:
    """The line of the query at a position."""
    return query[query.rfind("\n", 0, position) + 1 :].split("\n", 1)[0].strip()


def _nodes(node: Any, path: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Every expression of the tree with its way from the root."""
    if isinstance(node, dict):
        if "class" in node or node.get("where_clause"):
            yield path, node
        for key, value in node.items():
            yield from _nodes(value, (*path, key))
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from _nodes(value, (*path, number))


def _changes(node: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    kind = node["type"]
    if "class" not in node:
        yield "WHERE left out", {**node, "where_clause": None}
    elif node["class"] == "CONJUNCTION":
        for number in range(len(node["children"])):
            rest = [child for n, child in enumerate(node["children"]) if n != number]
            changed = rest[0] if len(rest) == 1 else {**node, "children": rest}
            yield f"condition {number + 1} of {kind.removeprefix('CONJUNCTION_')} left out", changed
    elif node["class"] == "COMPARISON" and kind in _TURNED:
        yield f"{kind} turned", {**node, "type": _TURNED[kind]}
    elif node["class"] == "BETWEEN":
        common = {"class": "COMPARISON", "alias": "", "query_location": node["query_location"], "left": node["input"]}
        yield "upper bound dropped", {**common, "type": "COMPARE_GREATERTHANOREQUALTO", "right": node["lower"]}
        yield "lower bound dropped", {**common, "type": "COMPARE_LESSTHANOREQUALTO", "right": node["upper"]}
    elif kind == "OPERATOR_NOT":
        yield "NOT left out", node["children"][0]


def _put(tree: Any, path: Path, node: dict[str, Any]) -> None:
    for step in path[:-1]:
        tree = tree[step]
    tree[path[-1]] = node
