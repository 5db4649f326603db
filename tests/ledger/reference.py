"""A ledger in plain Python, written from the domain's rules alone, to compare with ours: one encounter line at a time.

It knows no SQL and no tables: it is told what each payer said, night by night, and keeps four balances by hand.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

CONTRACTUAL, PATIENT, COMPARE = {("CO", "45")}, {("PR", "1"), ("PR", "2"), ("PR", "96")}, {("OA", "23")}


@dataclass(frozen=True)
class Said:
    """What a payer said of a line: its rank (1 first), what it paid, its adjustments, and whether it takes it back."""

    rank: int
    paid: int
    cas: tuple[tuple[str, str, int], ...]
    reversal: bool = False

    def total(self, kinds: set[tuple[str, str]]) -> int:
        return sum(amount for group, reason, amount in self.cas if (group, reason) in kinds)

    @property
    def left_open(self) -> int:
        return sum(a for g, r, a in self.cas if (g, r) not in CONTRACTUAL | PATIENT | COMPARE)

    @property
    def restates(self) -> bool:
        return any((g, r) in CONTRACTUAL | COMPARE for g, r, _ in self.cas)


@dataclass
class LineLedger:
    """One line of a charge, with so many payers in turn."""

    charge: int
    payers: int
    heard: dict[int, list[Said]] = field(default_factory=lambda: defaultdict(list))
    adjusted: dict[int, int] = field(default_factory=lambda: defaultdict(int))

    def night(self, said: list[Said]) -> None:
        """Take in what the payers say on one night; the order within the night does not matter."""
        first_time = {s.rank for s in said if not self.heard[s.rank]}
        for one in said:
            self.heard[one.rank].append(one)
        self.adjusted[1] = sum(s.total(CONTRACTUAL) for s in self.heard[1])
        for rank in range(2, self.payers + 1):
            spoke = any(s.rank == rank for s in said)
            earlier_new = any(r < rank for r in first_time)
            earlier_known = any(self.heard[r] for r in range(1, rank))
            if self.heard[rank] and earlier_known and (spoke or earlier_new):
                self.adjusted[rank] = self._combined(rank)

    def _combined(self, rank: int) -> int:
        """What this payer's statements change in the write-off of those before it."""
        own = self.heard[rank]
        before = sum(s.paid for r in range(1, rank) for s in self.heard[r])
        before += sum(self.adjusted[r] for r in range(1, rank))
        statements = sum((-1 if s.reversal else 1) for s in own if s.restates)
        change = sum(s.total(CONTRACTUAL | COMPARE) for s in own) - statements * before
        denied = sum(s.left_open for s in own)
        return max(change, 0) if denied else change

    def balances(self) -> dict[str, Decimal]:
        """Receivable of each payer and the patient, write-off and cash; zeros left out."""
        share = {r: sum(s.total(PATIENT) for s in self.heard[r]) for r in range(1, self.payers + 1)}
        found: dict[str, int] = {"charges": -self.charge, "patient": share[self.payers]}
        for rank in range(1, self.payers + 1):
            comes_in = self.charge if rank == 1 else share[rank - 1]
            paid = sum(s.paid for s in self.heard[rank])
            found[f"payer{rank}"] = comes_in - paid - self.adjusted[rank] - share[rank]
            found["cash"] = found.get("cash", 0) + paid
        found["adjusted"] = sum(self.adjusted[r] for r in range(1, self.payers + 1))
        return {name: Decimal(amount) for name, amount in found.items() if amount}
