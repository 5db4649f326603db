"""What a practice charges: its own fees.csv and crosswalk.csv, read as the front desk would."""

import csv
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path


@dataclass(frozen=True)
class Prices:
    """Fees by (code, modifier) and local items by number, each with the days it holds for."""

    fees: dict[tuple[str, str], list[dict[str, str]]]
    items: dict[str, list[dict[str, str]]]

    def charge(self, code: str, modifiers: list[str], units: Decimal, service_on: str) -> Decimal:
        """Charge in dollars of a line. Raises LookupError when the practice has no fee for it."""
        item = _valid(self.items.get(code, []), service_on)
        if item is not None:
            implied = [m for m in (item["modifier1"], item["modifier2"]) if m]
            return self.charge(item["code"], implied + modifiers, units * Decimal(item["units_factor"]), service_on)
        for modifier in (*modifiers, ""):
            fee = _valid(self.fees.get((code, modifier), []), service_on)
            if fee is not None:
                return (Decimal(fee["fee"]) * units).quantize(Decimal("0.01"))
        raise LookupError(f"fees.csv has no fee for code {code} on {service_on}")


def read_prices(client: Path) -> Prices:
    """fees.csv and crosswalk.csv of a client's folder."""
    fees: dict[tuple[str, str], list[dict[str, str]]] = {}
    items: dict[str, list[dict[str, str]]] = {}
    for row in _rows(client / "fees.csv"):
        fees.setdefault((row["code"], row["modifier"]), []).append(row)
    for row in _rows(client / "crosswalk.csv"):
        items.setdefault(row["local_code"], []).append(row)
    return Prices(fees, items)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _valid(rows: list[dict[str, str]], on: str) -> dict[str, str] | None:
    return next((r for r in rows if r["valid_from"] <= on and (not r["valid_to"] or on <= r["valid_to"])), None)
