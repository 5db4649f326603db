"""A sealed month written by hand, as closed/<period>/v<n> has it: nothing of the engine is asked."""

import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any

CENT = Decimal("0.01")
COMPANY = {
    "name": "Eventide Billing, LLC",
    "address": ["400 Harbor Street, Suite 2100", "Springfield, IL 62701-0400"],
    "phone": "(555) 555-0100",
    "email": "accounts@eventide.example",
    "tax_id": "98-7654321",
    "pay": ["By ACH: First Prairie Bank, routing 071000013, account 000123456", "By check to the address above"],
}
CLIENT = {
    "client_id": "riverside",
    "name": "Riverside Family Practice",
    "address": ["12 River Street", "Springfield, IL 62701-0001"],
}
NAMES = {"PLAIN1": "Plains Health", "MCARE": "Medicare Part B, Jurisdiction 6", "MCAID": "State Medicaid"}
CLASSES = {"PLAIN1": "commercial", "MCARE": "medicare", "MCAID": "medicaid"}
DOCTORS = {"1234567893": "Whitfield-Castellanos, Alexandra", "1679576722": "Odom, Ben"}
KINDS = ("insurer", "insurer", "insurer", "desk", "patient", "takeback", "refund")

COLLECTIONS = (
    "posting_id", "posted_on", "effective_on", "claim_id", "line_id", "payer_id", "payer_class", "rendering_npi",
    "place_of_service", "code", "origin", "source", "amount", "original_posting_id", "original_period", "source_file",
    "source_position",
)  # fmt: skip
FORWARD = ("party", "opening", "charges", "payments", "adjustments", "refunds", "transfers", "taken_over", "closing")
MEASURES = (
    "period", "measure", "variant", "unit", "numerator", "denominator", "scale", "value", "as_of", "basis", "excluded",
    "formula", "source",
)  # fmt: skip


def money(cents: int) -> str:
    """Dollars of cents, as the sealed files have them."""
    return str((Decimal(cents) * CENT).quantize(CENT))


@dataclass
class SealedMonth:
    """What the folder will hold; tests change it before `write`."""

    period: str = "2026-10"
    version: int = 1
    company: dict[str, Any] = field(default_factory=lambda: dict(COMPANY))
    client: dict[str, Any] = field(default_factory=lambda: dict(CLIENT))
    collections: list[dict[str, Any]] = field(default_factory=list)
    lines: list[dict[str, Any]] = field(default_factory=list)
    shares: list[dict[str, Any]] = field(default_factory=list)
    tables: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    account: list[dict[str, Any]] = field(default_factory=list)
    credits: str | None = None
    names: dict[str, str | None] = field(default_factory=lambda: {**NAMES, **DOCTORS})

    def pay(
        self, cents: int, payer: str | None = "PLAIN1", source: str = "insurer", npi: str = "1234567893", **more: Any
    ) -> dict[str, Any]:
        """One posting that collects."""
        n = len(self.collections) + 1
        day = f"{self.period}-{n % 28 + 1:02d}"
        row: dict[str, Any] = {
            "posting_id": f"remit:r{n:05d}/1", "posted_on": day, "effective_on": day,
            "claim_id": f"RV{sha256(str(n // 2).encode()).hexdigest()[:14].upper()}", "line_id": f"L{n}",
            "payer_id": payer, "payer_class": "patient" if payer is None else CLASSES.get(payer, "other"),
            "rendering_npi": npi, "place_of_service": "11", "code": "99213", "origin": "encounter", "source": source,
            "amount": money(cents), "original_posting_id": None, "original_period": None,
            "source_file": sha256(str(n // 40).encode()).hexdigest(), "source_position": 100 * n,
        }  # fmt: skip
        self.collections.append(row | more)
        return self.collections[-1]

    def line(
        self,
        kind: str,
        description: str,
        amount: str,
        rate: str | None = None,
        of: Sequence[dict[str, Any]] | None = None,
        quantity: str | None = None,
        npi: str | None = None,
        earlier: str | None = None,
    ) -> None:
        """One line; its base is the sum of the collections `of`, each a share."""
        number = len(self.lines) + 1
        base = None if of is None else str(sum((Decimal(row["amount"]) for row in of), Decimal("0.00")))
        self.lines.append(
            {"line": number, "kind": kind, "description": description, "agreement_from": "2026-01-01",
             "rendering_npi": npi, "base_amount": base, "rate": rate, "quantity": quantity, "amount": amount}
        )  # fmt: skip
        self.shares += [
            {"line": number, "posting_id": row["posting_id"], "amount": row["amount"],
             "original_posting_id": row["original_posting_id"], "original_invoice": earlier}
            for row in sorted(of or (), key=lambda row: row["posting_id"])
        ]  # fmt: skip

    def document(self) -> dict[str, Any]:
        """The invoice, or the credit note where `credits` names what it takes back."""
        sums = {
            key: sum((Decimal(ln[key] or 0) for ln in self.lines), Decimal("0.00")) for key in ("base_amount", "amount")
        }
        tax = sum((Decimal(ln["amount"]) for ln in self.lines if ln["kind"] == "tax"), Decimal("0.00"))
        kind = "invoice" if self.credits is None else "credit_note"
        return {
            "kind": kind, "invoice_id": f"{self.period}-v{self.version}-{kind}", "number": "EB-000042",
            "credits": self.credits, "issued_on": "2026-11-03", "due_on": "2026-11-18", "terms_days": 15,
            "base_amount": str(sums["base_amount"]), "fee_amount": str(sums["amount"] - tax), "tax_amount": str(tax),
            "amount_due": str(sums["amount"]), "lines": self.lines, "shares": self.shares,
        }  # fmt: skip

    def write(self, root: Path, *, invoiced: bool = True, dunning: dict[str, Any] | None = None) -> Path:
        """Write the folder below `root` and return it."""
        folder = root / "closed" / self.period / f"v{self.version}"
        folder.mkdir(parents=True)
        tables = {"charged": [], "work": [], "open_items": [], "measures": [], "ar_aging": [], **self.tables}
        tables["collections"] = self.collections
        tables["names"] = [
            {"kind": "payer" if i in CLASSES else "provider", "id": i, "name": n, "payer_class": CLASSES.get(i)}
            for i, n in sorted(self.names.items())
        ]
        tables.setdefault("roll_forward", [])
        for name, rows in tables.items():
            (folder / f"{name}.csv").write_text(_csv(HEADS[name], rows), encoding="utf-8", newline="")
        agreement = {"agreements": [{"valid_from": "2026-01-01", "valid_to": None, "base": "collected_by_us"}],
                     "client": self.client, "company": {"name": self.company["name"]}}  # fmt: skip
        _json(folder / "agreement.json", agreement)
        if invoiced:
            whole = {
                "form": 1, "company": self.company, "client": self.client, "period": self.period,
                "first_day": f"{self.period}-01", "last_day": f"{self.period}-31", "version": self.version,
                "closed_on": "2026-11-02", "documents": [self.document()] if self.lines else [],
                "account": {"as_of": "2026-11-02", "items": self.account},
            }  # fmt: skip
            _json(folder / "invoice.json", whole)
        if dunning:
            _json(folder / "dunning.json", dunning)
        return folder


HEADS: dict[str, tuple[str, ...]] = {
    "collections": COLLECTIONS, "charged": COLLECTIONS, "measures": MEASURES, "roll_forward": FORWARD,
    "work": ("kind", "subject_id", "worked_on", "payer_class", "rendering_npi", "place_of_service", "code", "quantity",
             "amount", "description"),
    "ar_aging": ("basis", "party", "payer_id", "bucket", "claims", "amount"),
    "open_items": ("kind", "subject_id", "since", "amount", "reason", "waived_by", "waiver"),
    "names": ("kind", "id", "name", "payer_class"),
}  # fmt: skip


def _csv(head: Sequence[str], rows: list[dict[str, Any]]) -> str:
    text = StringIO()
    writer = csv.DictWriter(text, head, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")


def ordinary(payments: int = 60, doctors: int = 2) -> SealedMonth:
    """A month as most are: payments of payers and patients, a takeback of August, claims by price, tax, arrears."""
    month = SealedMonth()
    npis = [*DOCTORS] if doctors == 2 else [str(1000000000 + n) for n in range(doctors)]
    month.names |= {npi: f"Physician {npi[-2:]}, With A Rather Long Name" for npi in npis if npi not in month.names}
    for n in range(payments):
        payer = ("PLAIN1", "MCARE", "MCAID", None)[n % 4]
        source = "insurer" if payer else ("desk" if n % 3 else "patient")
        month.pay(4000 + 137 * n, payer, source, npis[n % len(npis)])
    month.pay(-8120, "PLAIN1", "takeback", npis[0], original_posting_id="remit:old/1", original_period="2026-08-01")
    priced = [row for row in month.collections if row["payer_id"] != "MCAID" and row["source"] != "desk"]
    back = [row for row in priced if row["original_period"]]
    this = [row for row in priced if not row["original_period"]]
    for npi in npis if doctors > 2 else [None]:
        of = [row for row in this if npi in (None, row["rendering_npi"])]
        base = sum((Decimal(row["amount"]) for row in of), Decimal(0))
        month.line(
            "percent",
            "Collections, 5.5%",
            str((base * 55 / 1000).quantize(CENT, "ROUND_HALF_UP")),
            "5.5000",
            of,
            npi=npi,
        )
    month.line(
        "percent_earlier", "Taken back: collected in earlier months, 5.5%", "-4.47", "5.5000", back, earlier="EB-000017"
    )
    month.line("not_percent", "Medicaid collections, priced by the claim", "0.00", None,
               [row for row in month.collections if row["payer_id"] == "MCAID"])  # fmt: skip
    month.line("claim", "Medicaid claims", "67.50", "4.5000", quantity="15.00")
    month.line("hour", "Credentialing", "113.75", "32.5000", quantity="3.50")
    month.line("discount", "Second-year discount", "-25.00")
    month.line("tax", "Sales tax, 6.25%", "21.14", "6.2500")
    month.account = [{"number": "EB-000031", "kind": "invoice", "period": "2026-09-01", "issued_on": "2026-10-02",
                      "due_on": "2026-10-17", "amount_due": "412.40", "paid": "200.00", "open": "212.40"}]  # fmt: skip
    month.tables |= performance_tables()
    return month


def performance_tables() -> dict[str, list[dict[str, Any]]]:
    """Measures of a year, aging, the roll-forward and what stood open."""
    measures = []
    for n in range(12):
        year, month = divmod(2025 * 12 + 10 + n, 12)
        period = f"{year}-{month + 1:02d}-01"
        base = {
            "period": period,
            "as_of": f"{period[:8]}28",
            "excluded": 0,
            "formula": "Payments less refunds",
            "source": "Ledger",
        }
        values = (
            ("collected", "all", "dollars", 2_100_000 + 170_300 * n, None, 1, None, None),
            ("charged", "all", "dollars", 6_000_000 + 90_000 * n, None, 1, None, None),
            ("days_in_ar", "90_days_credits_netted", "days", 9_000_000, 20_000_000, 90, "40.5000", None),
            ("net_collection_rate", "posted", "percent", 94, 100, 100, "94.1234", None),
            ("initial_denial_rate", "claims", "percent", 0, 0, 300, None if n < 3 else f"{5 + n % 3}.2500", None),
            ("ar_over_90", "all", "percent", 10, 100, 100, "10.0000", "service"),
        )
        for name, variant, unit, numerator, denominator, scale, value, basis in values:
            measures.append(
                base | {"measure": name, "variant": variant, "unit": unit, "numerator": money(numerator),
                        "denominator": None if denominator is None else money(denominator), "scale": scale,
                        "value": money(numerator) if unit == "dollars" else value, "basis": basis}
            )  # fmt: skip
    open_amounts = [
        ("insurer", "PLAIN1", "0-30", 1_250_000),
        ("insurer", "MCARE", "31-60", 830_050),
        ("insurer", "MCAID", "121+", 99_900),
        ("patient", None, "61-90", 240_000),
        ("patient", None, "credit", -6_000),
    ]
    aging = [
        {"basis": "service", "party": party, "payer_id": payer, "bucket": bucket, "claims": 10, "amount": money(cents)}
        for party, payer, bucket, cents in open_amounts
    ]
    forward = [
        ("insurer", "20000.00", "6990.00", "3500.00", "1200.50", "0.00", "-490.00", "0.00", "21799.50"),
        ("patient", "2000.00", "0.00", "200.00", "10.00", "60.00", "490.00", "0.00", "2340.00"),
    ]
    return {
        "measures": measures,
        "ar_aging": aging,
        "roll_forward": [dict(zip(FORWARD, row, strict=True)) for row in forward],
        "open_items": [
            {"kind": "unmatched_eft", "subject_id": "d1", "since": "2026-10-28", "amount": "1204.00",
             "reason": "No deposit yet", "waived_by": "D. Marsh", "waiver": "Bank posts it on November 3"},
            {"kind": "correction_not_answered", "subject_id": "c9", "since": "2026-10-02", "amount": None,
             "reason": "Waits", "waived_by": "D. Marsh", "waiver": "Practice is on leave"},
        ],
    }  # fmt: skip
