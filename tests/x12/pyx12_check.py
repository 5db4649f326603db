"""pyx12 as a second opinion: every error that it finds in an interchange."""

import io
import json
import logging

import pyx12.params
import pyx12.x12n_document


def errors(content: bytes) -> list[str]:
    """All errors pyx12 reports for the file, each with its place; an empty list means that it is valid."""
    logging.getLogger("pyx12").setLevel(logging.CRITICAL)
    found = io.StringIO()
    text = io.StringIO(content.decode("ascii"))
    valid = pyx12.x12n_document.x12n_document(pyx12.params.params(), text, None, None, fd_json=found)
    report = json.loads(found.getvalue()) if found.getvalue() else {}
    listed = [json.dumps(error, sort_keys=True) for error in _errors(report)]
    return listed if valid or listed else ["pyx12 says not valid, without an error"]


def _errors(node: object) -> list[object]:
    if isinstance(node, dict):
        here = node.get("errors") or []
        below = [e for key, value in node.items() if key != "errors" for e in _errors(value)]
        return [*([here] if isinstance(here, dict) else here), *below]
    if isinstance(node, list):
        return [e for value in node for e in _errors(value)]
    return []
