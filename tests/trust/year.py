"""A simulated year: nights, a close after each month, and what the books say of it by an independent calculation."""

import shutil
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from data_contracts.closing import last_day, next_month
from tasks.close.replaying import Event, day_of, differences, prepare, steps_of, timeline
from tasks.crew import perform
from tasks.invoice.numbers import known
from tasks.manifest import lay_out, read_manifests
from tasks.month import sealed_folder
from tasks.warehouse import open_database
from tasks.workspace import ClientFolder, Workspace
from tests.close.closing import close_month
from tests.plain_night import run_night
from tests.trust.simulation import cases, company
from tests.trust.simulation.company import REPLAYED, Plan, Recording

CENTS = Decimal("0.01")
# Agreements in turn: every base, with one rate, tiers and entries by class; every cent of the base is in a line.
AGREEMENTS = (
    "{valid_from: 2025-01-01, base: everything_collected, desk_payments: in, terms_days: 15,"
    " pricing: [{name: Medicaid, payer_classes: [medicaid], by: claim, amount: 5.00},"
    " {name: The rest, by: percent, rate: 6.25}]}",
    "{valid_from: 2025-01-01, base: collected_by_us, desk_payments: out, terms_days: 30, minimum: 100.00,"
    " pricing: [{name: Medicaid, payer_classes: [medicaid], by: claim, amount: 5.00},"
    " {name: The rest, by: percent, tiers: [{up_to: 500.00, rate: 7}, {up_to: 2000.00, rate: 6}, {rate: 5}]}]}",
    "{valid_from: 2025-01-01, base: everything_collected, desk_payments: in, terms_days: 20, split_by_physician: true,"
    " pricing: [{name: Medicaid, payer_classes: [medicaid], by: claim, amount: 5.00},"
    " {name: Patients, payer_classes: [patient], by: percent, rate: 3.5},"
    " {name: The rest, by: percent, rate: 5.5}]}",
)
BASES = (("encounter", "opening", None), ("encounter", None), ("encounter", "opening", None))


def write_agreements(path: Path) -> None:
    """Each client of the workspace its agreement, in place of the one that it has."""
    for place, folder in enumerate(Workspace(path).clients()):
        text = folder.settings_file.read_text(encoding="utf-8")
        kept = text.partition("\nagreements:")[0]
        folder.settings_file.write_text(f"{kept}\nagreements:\n  - {AGREEMENTS[place % len(AGREEMENTS)]}\n")


def first_days(first: date, months: int) -> list[date]:
    """The first days of so many months."""
    found = [first]
    while len(found) < months:
        found.append(next_month(found[-1]))
    return found


def nights(months: Sequence[date], every: int) -> tuple[date, ...]:
    """A night every so many days, and one after the last month."""
    day, found = months[0] + timedelta(days=1), []
    while day <= last_day(months[-1]):
        found.append(day)
        day += timedelta(days=every)
    return (*found, next_month(months[-1]) + timedelta(days=1))


@dataclass(frozen=True)
class Close:
    """Closes every client's month once a night of the next month was worked."""

    months: Sequence[date]
    pool: Executor

    def __call__(self, path: Path, day: date) -> None:
        for period in self.months:
            over = [f for f in Workspace(path).clients() if next_month(period) <= day and not _is_closed(f, period)]
            jobs = [self.pool.submit(close_month, path, f.client_id, day, f"{period:%Y-%m}") for f in over]
            for job in jobs:
                assert job.result()["committed"]


def _is_closed(folder: ClientFolder, period: date) -> bool:
    return sealed_folder(folder, period, 1).exists()


def record(path: Path, pool: Executor, months: Sequence[date], clients: int, *, seed: int, every: int) -> Recording:
    """Work the year and close its months. Balances taken over, payments of all kinds, takebacks: no visits."""
    days = nights(months, every)
    stories = len(cases.ALONE)

    def schedule(client: str) -> list[tuple[int, cases.Story]]:
        told = [(n * max(1, len(days) - 6) // stories + 1, story) for n, story in enumerate(cases.ALONE)]
        return [(0, cases.opening_balances), *told]

    plan = Plan(seed, days, schedule, practices=clients, alone=cases.TAKEN_OVER)
    return company.record(path, plan, pool, founded=write_agreements, after=Close(months, pool))


def collected(folder: ClientFolder, period: date, origins: Sequence[str | None], desk: bool) -> Decimal:
    """Ledger collections of a month, by Python over the postings: payments less refunds, less unexplained takebacks."""
    con = open_database(folder.warehouse, read_only=True)
    try:
        postings = con.execute(_POSTINGS, [last_day(period)]).fetchall()
        taken = con.execute(_TAKEN, [last_day(period)]).fetchall()
        steps = con.execute("SELECT provider_adjustment_id, amount, step_on FROM core.takeback_step").fetchall()
    finally:
        con.close()
    legs = defaultdict(list)
    for transaction, rule, account, amount, origin, method, posted_on in postings:
        if period <= posted_on:
            legs[transaction, rule].append((account.split(":")[0], amount, origin, method))
    total = Decimal(0)
    for parts in legs.values():
        if any(kind in ("ar_insurer", "ar_patient") for kind, *_ in parts):
            for kind, amount, origin, method in parts:
                counts = kind not in ("ar_insurer", "ar_patient", "charges", "adjustment", "opening")
                if counts and origin in origins and (desk or method != "desk"):
                    total += amount
    return total - (_unexplained(taken, steps, last_day(period), origins) - _unexplained(
        taken, steps, period - timedelta(days=1), origins
    ))  # fmt: skip


_POSTINGS = """
    SELECT p.transaction_id, p.rule, p.account, p.amount, c.origin, d.method, p.posted_on
    FROM ledger.posting AS p
    LEFT JOIN core.claim AS c USING (claim_id)
    LEFT JOIN core.patient_payment AS d ON p.transaction_id = 'patient:' || d.payment_id
    WHERE p.posted_on <= ?
"""
_TAKEN = """
    SELECT a.provider_adjustment_id, p.amount, p.posted_on, c.origin
    FROM core.provider_adjustment AS a
    JOIN ledger.posting AS p
        ON p.transaction_id = 'plb:' || a.provider_adjustment_id AND p.account <> 'cash:in_transit'
    LEFT JOIN core.claim AS c ON p.claim_id = c.claim_id
    WHERE a.meaning = 'takeback' AND p.posted_on <= ?
"""


def _unexplained(
    taken: list[tuple[str, Decimal, date, str | None]],
    steps: list[tuple[str, Decimal, date]],
    until: date,
    origins: Sequence[str | None],
) -> Decimal:
    total = Decimal(0)
    for adjustment, amount, posted_on, origin in taken:
        if posted_on <= until and origin in origins:
            rest = abs(amount) - sum((s for a, s, on in steps if a == adjustment and on <= until), Decimal(0))
            total += rest if amount > 0 else -rest
    return total


def invoiced(folder: ClientFolder, period: date) -> Decimal:
    """The bases of the lines of a month's invoice."""
    con = open_database(folder.warehouse, read_only=True)
    try:
        query = (
            "SELECT coalesce(sum(l.base_amount), 0) FROM core.invoice_line AS l"
            " JOIN core.invoice AS i USING (invoice_id) WHERE i.period = ? AND i.kind = 'invoice'"
        )
        return Decimal(con.execute(query, [period]).fetchall()[0][0])
    finally:
        con.close()


def replay(original: Path, scratch: Path, client_id: str) -> tuple[int, list[str]]:
    """All nights and closes of a client again in an empty folder; returns months compared and files that differ."""
    folder, copy = Workspace(original).client(client_id), Workspace(scratch).client(client_id)
    numbers = known(Workspace(original), client_id)
    story = timeline(folder, read_manifests(folder), None)
    for entry in story:
        if "event" in entry:
            _close_again(folder, copy, entry, numbers)
            continue
        lay_out(folder, copy, entry)
        first, size = entry["control_numbers"]
        day = date.fromisoformat(entry["night"])
        run_night(scratch, client_id, day, None, range(first, first + size), afterwards=REPLAYED)
    found = differences(folder, copy, [entry for entry in story if "event" in entry])
    shutil.rmtree(scratch)
    return found


def _close_again(folder: ClientFolder, copy: ClientFolder, event: Event, numbers: dict) -> None:  # type: ignore[type-arg]
    prepare(folder, copy, event)
    for step, arguments in steps_of(folder, event, numbers):
        perform(str(copy.workspace.path), folder.client_id, day_of(event), step, arguments)
