"""One element into one row, as its mapping says."""

from data_contracts.mapping import Coded, Mapping, Points, Rows, Take, Value
from tasks.intake.forms import FORMS, IN_WORDS
from tasks.intake.row import Coding, Element, Row

_MOST_MODIFIERS = 4


def plain(code: str) -> str:
    """A code as it is compared: without the dot, in capitals."""
    return code.replace(".", "").upper()


class Mapper:
    """Makes rows by one mapping; what it cannot place is noted on the row, never guessed."""

    def __init__(self, mapping: Mapping) -> None:
        self.mapping = mapping
        self.file = f"clients/<client>/mappings/{mapping.format}.yaml"

    def rows_of(self, dataset: str, kind: str) -> Rows | None:
        """How elements of a kind become rows of a dataset, if they do."""
        return self.mapping.datasets.get(dataset, {}).get(kind)

    def row(self, rows: Rows, kind: str, source_file: str, element: Element) -> Row:
        """The row of an element: its columns, its code, its modifiers."""
        row = Row(kind, source_file, element.place, {})
        for column, value in rows.columns.items():
            row.cells[column] = self.value(value, column, element, row)
        if rows.coded is not None:
            self.code(rows.coded, element, row)
        if rows.modifiers:
            self._modifiers(rows.modifiers, element, row)
        return row

    def taken(self, rules: tuple[Take, ...], element: Element, row: Row | None = None) -> bool:
        """False for an element that is to be left out; one of neither kind is taken and noted on its row."""
        for rule in rules:
            found = set(element.values(rule.path)) or {""}
            if found & set(rule.of):
                continue
            if found & set(rule.leave):
                return False
            if row is not None:
                row.fault(
                    None,
                    element.full(rule.path),
                    "the mapping does not say what becomes of an element of this kind",
                    f"A person decides on it; {self.file} may name the kind under take",
                )
        return True

    def value(self, value: Value, column: str, element: Element, row: Row) -> str | None:
        """The value of a column, or None: missing, or noted on the row as what cannot be placed."""
        if value.value is not None:
            return value.value
        path, found = self._found(value, element)
        if not found:
            return self._without(value, column, element, row)
        formed = [FORMS[value.form](text) for text in found]
        whole = [text for text in formed if text is not None]
        if len(whole) < len(formed):
            row.fault(column, element.full(path), f"the element is not {IN_WORDS[value.form]}", "Correct the element")
            return None
        if value.pick == "one" and len(set(whole)) > 1:
            reason = "the elements differ where an encounter has one value"
            row.fault(column, element.full(path), reason, "Send an encounter for each of them, or correct the elements")
            return None
        chosen = min(whole) if value.pick == "least" else max(whole) if value.pick == "greatest" else whole[0]
        return self._translated(value, column, path, chosen, element, row)

    def _found(self, value: Value, element: Element) -> tuple[str, list[str]]:
        """The path that has values, and they; the joined value, or those of all paths, where the mapping says so."""
        each = [(path, element.values(path)) for path in value.paths]
        told = [(path, values) for path, values in each if values]
        if not told:
            return "", []
        if value.join is not None:
            return told[0][0], [value.join.join(values[0] for _, values in told)] if each[0][1] else []
        if value.pick in {"least", "greatest"}:
            return told[0][0], [text for _, values in told for text in values]
        return told[0]

    def _without(self, value: Value, column: str, element: Element, row: Row) -> str | None:
        """What stands in for a missing value, or None; a reference that leads nowhere is said."""
        lost = next((path for path in value.paths if element.lost(path)), None)
        if lost is not None:
            row.fault(
                column,
                element.full(lost),
                "the element refers to something that no file has told",
                "Send what it refers to; the encounter is then formed anew",
            )
            return None
        table = self.mapping.tables[value.table] if value.table else {}
        return table.get("", value.otherwise)

    def _translated(self, value: Value, column: str, path: str, text: str, element: Element, row: Row) -> str | None:
        if value.only is not None and value.only_path is not None:
            beside = (element.values(value.only_path) or [""])[0]
            if beside not in self.mapping.tables[value.only]:
                self._no_entry(value.only, column, value.only_path, element, row)
                return None
        if value.table is None:
            return text
        known = self.mapping.tables[value.table].get(text)
        if known is not None:
            return known
        if value.keep or value.otherwise is not None:
            return text if value.keep else value.otherwise
        self._no_entry(value.table, column, path, element, row)
        return None

    def _no_entry(self, table: str, column: str, path: str, element: Element, row: Row) -> None:
        reason = f"the mapping's table {table} has no entry for the element"
        row.fault(
            column, element.full(path), reason, f"Correct the element, or add it to tables.{table} in {self.file}"
        )

    def code(self, coded: Coded, element: Element, row: Row) -> None:
        """Place code, system and description: the first coding of a known system, else the first, noted."""
        systems = self.mapping.tables[coded.systems]
        told = [(path, concept) for path in coded.paths for concept in element.codings(path)[:1]]
        ranked = [(path, coding) for path, concept in told for coding in concept]
        if not ranked:
            return
        path, chosen = next(((p, c) for p, c in ranked if c.system in systems), ranked[0])
        row.cells |= {"code": chosen.code, "code_system": systems.get(chosen.system)}
        row.cells["description"] = chosen.text or None
        if chosen.system not in systems:
            self._unknown_system(coded.systems, chosen, path, element, row)
        others = [(p, c) for p, c in told if p != path] if coded.agree else []
        for other, concept in others:
            if not any(c.code == chosen.code or c.system in systems for c in concept):
                reason = "the element names another code than the one taken, and no known system for it"
                row.fault("code", element.full(other), reason, "Correct the element, or name its coding system")

    def _unknown_system(self, table: str, coding: Coding, path: str, element: Element, row: Row) -> None:
        if coding.system:
            self._no_entry(table, "code_system", path, element, row)
            return
        reason = "the code names no coding system; its look does not tell one"
        remedy = f"Name the coding system; or say in {self.file} what an empty one is: tables.{table}, entry ''"
        row.fault("code_system", element.full(path), reason, remedy)

    def _modifiers(self, paths: tuple[str, ...], element: Element, row: Row) -> None:
        found = next((values for values in map(element.values, paths) if values), [])
        if len(found) > _MOST_MODIFIERS:
            reason = "the line has more than four modifiers"
            row.fault("modifier4", element.full(paths[0]), reason, "Send at most four modifiers")
        row.cells |= {f"modifier{place}": text for place, text in enumerate(found[:_MOST_MODIFIERS], 1)}

    def pointers(
        self, points: Points | None, element: Element, row: Row, diagnoses: list[Row], numbers: dict[str, str]
    ) -> None:
        """Place diagnosis_pointers; where the line names no diagnosis and the visit has one, it is that one.

        `numbers` is the sequence of each diagnosis of the visit, by the code or sequence that lines name it by.
        """
        named = self._named(points, element) if points else []
        if not named:
            row.cells["diagnosis_pointers"] = "1" if len(diagnoses) == 1 else None
            return
        found = list(dict.fromkeys(numbers.get(name, "") for name in named))
        if "" in found and points is not None:
            reason = "the line names a diagnosis that the encounter does not have"
            remedy = "Send the diagnosis with the encounter, or correct the line"
            row.fault("diagnosis_pointers", element.full(points.paths[0]), reason, remedy)
        row.cells["diagnosis_pointers"] = ":".join(number for number in found if number) or None

    def _named(self, points: Points, element: Element) -> list[str]:
        for path in points.paths:
            if points.by == "sequence":
                found = element.values(path)
            else:
                found = [plain(coding.code) for concept in element.codings(path) for coding in concept[:1]]
            if found:
                return found
        return []
