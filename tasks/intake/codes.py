"""Codes, modifiers and diagnosis pointers of a row, as its mapping says.

What a person is told of them names a code or system only where it looks like one: a misplaced text may be a name.

>>> shown("626.2"), shown("99011"), shown("SMITH"), shown("123456789"), shown("urn:oid:2.16.840.1"), shown("99ZZZ")
('626.2', '99011', '', '', 'urn:oid:2.16.840.1', '99ZZZ')
"""

import re

from data_contracts.mapping import Coded, Mapping, Points
from tasks.intake.row import Coding, Element, Row

_MOST_MODIFIERS = 4
_SHOWN = re.compile(r"(?=\D*\d)[A-Z0-9]{2,5}(?:[.-]?[A-Z0-9]{1,3})?|(?:https?://|urn:)[\w.:/~%-]{1,150}")


def shown(text: str) -> str:
    """A code or coding system as a person may read it, or nothing where it does not look like one."""
    return text if _SHOWN.fullmatch(text) else ""


def file_of(mapping: Mapping) -> str:
    """Where a client changes the mapping."""
    return f"clients/<client>/mappings/{mapping.format}.yaml"


def plain(code: str) -> str:
    """A code as it is compared: without the dot, in capitals."""
    return code.replace(".", "").upper()


def no_entry(mapping: Mapping, table: str, column: str, path: str, element: Element, row: Row) -> None:
    """Note that a table of the mapping does not know the element's value."""
    reason = f"the mapping's table {table} has no entry for the element"
    row.fault(
        column, element.full(path), reason, f"Correct the element, or add it to tables.{table} in {file_of(mapping)}"
    )


def place_code(mapping: Mapping, coded: Coded, element: Element, row: Row) -> None:
    """Place code, system and description: the first coding of a known system, else the first, noted."""
    systems = mapping.tables[coded.systems]
    told = [(path, concept) for path in coded.paths for concept in element.codings(path)[:1]]
    ranked = [(path, coding) for path, concept in told for coding in concept]
    if not ranked:
        return
    path, chosen = next(((p, c) for p, c in ranked if c.system in systems), ranked[0])
    row.cells |= {"code": chosen.code, "code_system": systems.get(chosen.system)}
    row.cells["description"] = chosen.text or None
    if chosen.system not in systems:
        _unknown_system(mapping, coded.systems, chosen, path, element, row)
    others = [(p, c) for p, c in told if p != path] if coded.agree else []
    for other, concept in others:
        if not any(c.code == chosen.code or c.system in systems for c in concept):
            reason = "the element names another code than the one taken, and no known system for it"
            named = f" {shown(concept[0].code)}".rstrip()
            remedy = f"Correct the element, or name the coding system of its code{named}; the line says"
            row.fault("code", element.full(other), reason, f"{remedy} {shown(chosen.code) or 'another code'} elsewhere")


def _unknown_system(mapping: Mapping, table: str, coding: Coding, path: str, element: Element, row: Row) -> None:
    named = f" of {shown(coding.code)}" if shown(coding.code) else ""
    if coding.system:
        system = shown(coding.system) or "the element's coding system"
        reason = f"the mapping's table {table} has no entry for {system}"
        remedy = f"Correct the coding system{named}, or add it to tables.{table} in {file_of(mapping)}"
        row.fault("code_system", element.full(path), reason, remedy)
        return
    reason = "the code names no coding system; its look does not tell one"
    remedy = (
        f"Name the coding system{named}; or say in {file_of(mapping)} what an empty one is: tables.{table}, entry ''"
    )
    row.fault("code_system", element.full(path), reason, remedy)


def place_modifiers(paths: tuple[str, ...], element: Element, row: Row) -> None:
    """Place the modifiers that the first path with any names."""
    found = next((values for values in map(element.values, paths) if values), [])
    if len(found) > _MOST_MODIFIERS:
        reason = "the line has more than four modifiers"
        row.fault("modifier4", element.full(paths[0]), reason, "Send at most four modifiers")
    row.cells |= {f"modifier{place}": text for place, text in enumerate(found[:_MOST_MODIFIERS], 1)}


def place_pointers(
    points: Points | None, element: Element, row: Row, diagnoses: list[Row], numbers: dict[str, str]
) -> None:
    """Place diagnosis_pointers; where the line names no diagnosis and the visit has one, it is that one.

    `numbers` is the sequence of each diagnosis of the visit, by the code or sequence that lines name it by.
    """
    named = _named(points, element) if points else []
    if not named:
        row.cells["diagnosis_pointers"] = "1" if len(diagnoses) == 1 else None
        return
    found = list(dict.fromkeys(numbers.get(name, "") for name in named))
    if "" in found and points is not None:
        reason = "the line names a diagnosis that the encounter does not have"
        remedy = "Send the diagnosis with the encounter, or correct the line"
        row.fault("diagnosis_pointers", element.full(points.paths[0]), reason, remedy)
    row.cells["diagnosis_pointers"] = ":".join(number for number in found if number) or None


def _named(points: Points, element: Element) -> list[str]:
    for path in points.paths:
        if points.by == "sequence":
            found = element.values(path)
        else:
            found = [plain(coding.code) for concept in element.codings(path) for coding in concept[:1]]
        if found:
            return found
    return []
