"""One element into one row, as its mapping says."""

from data_contracts.mapping import Mapping, Rows, Take, Value
from tasks.intake.codes import file_of, no_entry, place_code, place_modifiers
from tasks.intake.forms import FORMS, IN_WORDS
from tasks.intake.row import LOST, Element, Row
from tasks.intake.times import settle_times


class Mapper:
    """Makes rows by one mapping; what it cannot place is noted on the row, never guessed."""

    def __init__(self, mapping: Mapping) -> None:
        self.mapping = mapping
        self.file = file_of(mapping)

    def rows_of(self, dataset: str, kind: str) -> Rows | None:
        """How elements of a kind become rows of a dataset, if they do."""
        return self.mapping.datasets.get(dataset, {}).get(kind)

    def row(self, rows: Rows, kind: str, source_file: str, element: Element) -> Row:
        """The row of an element: its columns, its code, its modifiers."""
        row = Row(kind, source_file, element.place, {})
        for column, value in rows.columns.items():
            row.cells[column] = self.value(value, column, element, row) or None
        if "stop_time" in rows.columns:
            settle_times(row, element.full((rows.columns["stop_time"].paths or ("",))[0]))
        if rows.coded is not None:
            place_code(self.mapping, rows.coded, element, row)
        if rows.modifiers:
            place_modifiers(rows.modifiers, element, row)
        return row

    def taken(self, rules: tuple[Take, ...], element: Element, row: Row | None = None) -> bool:
        """False for an element that is to be left out; one of neither kind is taken and noted on its row."""
        for rule in rules:
            found = set(element.values(rule.path)) or {""}
            if found & set(rule.of):
                continue
            if found & {*rule.leave, *rule.back}:
                return False
            if row is not None:
                row.fault(
                    None,
                    element.full(rule.path),
                    "the mapping does not say what becomes of an element of this kind",
                    f"A person decides on it; {self.file} may name the kind under take",
                )
        return True

    def taken_back(self, rules: tuple[Take, ...], element: Element) -> str | None:
        """The path at which an element says that what was told is taken back, or None."""
        return next((rule.path for rule in rules if set(element.values(rule.path)) & set(rule.back)), None)

    def value(self, value: Value, column: str, element: Element, row: Row) -> str | None:
        """The value of a column, or None: missing, or noted on the row as what cannot be placed."""
        if value.value is not None:
            return value.value
        if value.pick == "known":
            return self._known(value, column, element, row)
        path, found = self._found(value, element)
        if not found:
            return self._without(value, column, element, row)
        formed = [FORMS[value.form](text) for text in found]
        whole = [text for text in formed if text is not None]
        if len(whole) < len(formed):
            row.fault(column, element.full(path), f"the element is not {IN_WORDS[value.form]}", "Correct the element")
            return None
        if value.pick == "one" and len(set(whole)) > 1:
            _differing(column, path, element, row)
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

    def _known(self, value: Value, column: str, element: Element, row: Row) -> str | None:
        """What the table says of the one value that it has; of several, they must say the same."""
        table = self.mapping.tables[value.table or ""]
        found = {table[text]: path for path in reversed(value.paths) for text in element.values(path) if text in table}
        if len(found) > 1:
            _differing(column, next(reversed(found.values())), element, row)
            return None
        return next(iter(found), value.otherwise)

    def _without(self, value: Value, column: str, element: Element, row: Row) -> str | None:
        """What stands in for a missing value, or None; a reference that leads nowhere is said."""
        lost = None if value.optional else next((path for path in value.paths if element.lost(path)), None)
        if lost is not None:
            row.fault(
                column,
                element.full(lost),
                LOST,
                "Send what it refers to; the encounter is then formed anew",
            )
            return None
        table = self.mapping.tables[value.table] if value.table else {}
        return table.get("", value.otherwise)

    def _translated(self, value: Value, column: str, path: str, text: str, element: Element, row: Row) -> str | None:
        if value.only is not None and value.only_paths:
            told = [(path, values[0]) for path in value.only_paths if (values := element.values(path))]
            beside, said = told[0] if told else (value.only_paths[0], "")
            if said not in self.mapping.tables[value.only]:
                no_entry(self.mapping, value.only, column, beside, element, row)
                return None
        if value.table is None:
            return text
        known = self.mapping.tables[value.table].get(text)
        if known is not None:
            return known
        if value.keep or value.otherwise is not None:
            return text if value.keep else value.otherwise
        no_entry(self.mapping, value.table, column, path, element, row)
        return None


def _differing(column: str, path: str, element: Element, row: Row) -> None:
    reason = "the elements differ where an encounter has one value"
    row.fault(column, element.full(path), reason, "Send an encounter for each of them, or correct the elements")
