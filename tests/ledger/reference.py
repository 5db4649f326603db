"""A ledger in plain Python, written from the domain's rules alone, to compare with ours.

It knows no SQL, no tables and nothing of the product: it is told what payers, patients and the office did, night by
night, and keeps balances by account, payer's claim and line. Amounts are cents. A place is a line's number, or None for
the claim as a whole: what was said of a claim is never spread over its lines.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

Cas = tuple[str, str, int]
Place = int | None
Key = tuple[str, int, Place]

CONTRACTUAL = {("CO", "45"), ("CO", "253")}
PATIENT = {("PR", "1"), ("PR", "2"), ("PR", "3"), ("PR", "45"), ("PR", "96")}
COMPARE = {("OA", "23")}


@dataclass(frozen=True)
class LineSaid:
    """What a payer said of a line."""

    number: int
    charge: int
    paid: int
    cas: tuple[Cas, ...]


@dataclass(frozen=True)
class Answer:
    """What a payer said of a claim: its rank among the payers (1 first), payment, lines, adjustments of the claim."""

    rank: int
    charge: int
    paid: int
    lines: tuple[LineSaid, ...]
    cas: tuple[Cas, ...] = ()
    reversal: bool = False

    def taken_back(self) -> "Answer":
        """The reversal of this answer: every amount with the other sign."""
        lines = (replace(x, charge=-x.charge, paid=-x.paid, cas=_negative(x.cas)) for x in self.lines)
        return replace(
            self, charge=-self.charge, paid=-self.paid, lines=tuple(lines), cas=_negative(self.cas), reversal=True
        )

    def balances(self) -> bool:
        """Each line: charge less adjustments is paid; and so the claim, with the adjustments of its lines."""
        everything = sum(a for _, _, a in self.cas) + sum(a for line in self.lines for _, _, a in line.cas)
        of_lines = all(line.charge - sum(a for _, _, a in line.cas) == line.paid for line in self.lines)
        return of_lines and self.charge - everything == self.paid

    def payments(self) -> dict[Place, int]:
        """Paid by line; the rest is the claim's."""
        found: dict[Place, int] = {line.number: line.paid for line in self.lines}
        found[None] = self.paid - sum(found.values())
        return found

    def adjusted(self, kinds: set[tuple[str, str]]) -> dict[Place, int]:
        """Adjustments of these kinds by place; places without any are left out."""
        found: dict[Place, int] = {}
        for place, cas in [(None, self.cas), *((line.number, line.cas) for line in self.lines)]:
            for group, reason, amount in cas:
                if (group, reason) in kinds:
                    found[place] = found.get(place, 0) + amount
        return found

    def left_open(self) -> dict[Place, int]:
        """What is neither paid, given up, compared nor the patient's."""
        every = {(g, r) for cas in [self.cas, *(line.cas for line in self.lines)] for g, r, _ in cas}
        return self.adjusted(every - CONTRACTUAL - PATIENT - COMPARE)


def _negative(cas: Iterable[Cas]) -> tuple[Cas, ...]:
    return tuple((group, reason, -amount) for group, reason, amount in cas)


class Encounter:
    """The books of one visit: its charge by line, owed by so many payers in turn, then by the patient."""

    def __init__(self, charges: Sequence[int], payers: int) -> None:
        self.charges, self.payers = charges, payers
        self.books: dict[Key, int] = defaultdict(int)
        self.heard: dict[int, list[Answer]] = defaultdict(list)
        for number, charge in enumerate(charges, 1):
            self._move(charge, ("payer", 1, number), ("charges", 1, number))

    def _move(self, amount: int, debit: Key, credit: Key) -> None:
        self.books[debit] += amount
        self.books[credit] -= amount

    def balance(self, account: str, rank: int) -> int:
        """What an account of a claim holds, over all its places."""
        return sum(amount for (name, claim, _), amount in self.books.items() if (name, claim) == (account, rank))

    def hear(self, answers: Sequence[Answer]) -> None:
        """Take in what the payers say on one night; the order within the night does not matter."""
        first_time = {answer.rank for answer in answers} - {rank for rank, said in self.heard.items() if said}
        for answer in answers:
            self.heard[answer.rank].append(answer)
            self._settle(answer)
        for rank in range(2, self.payers + 1):
            spoke = any(answer.rank == rank for answer in answers)
            earlier_known = any(self.heard[earlier] for earlier in range(1, rank))
            if self.heard[rank] and earlier_known and (spoke or min(first_time, default=rank) < rank):
                self._restate(rank)

    def _settle(self, answer: Answer) -> None:
        rank = answer.rank
        for place, amount in answer.payments().items():
            self._move(amount, ("remitted", rank, place), ("payer", rank, place))
        for place, amount in answer.adjusted(PATIENT).items():
            owner = ("payer", rank + 1, place) if rank < self.payers else ("patient", 1, place)
            self._move(amount, owner, ("payer", rank, place))
        if rank == 1:
            for place, amount in answer.adjusted(CONTRACTUAL).items():
                self._move(amount, ("contractual", 1, place), ("payer", 1, place))

    def _restate(self, rank: int) -> None:
        """What a later payer's answers change in what those before it gave up: by line, or for the claim as a whole."""
        said = [(a, a.adjusted(CONTRACTUAL | COMPARE), a.left_open()) for a in self.heard[rank]]
        before: dict[Place, int] = defaultdict(int)
        for (account, claim, place), amount in self.books.items():
            if account in ("remitted", "contractual") and claim < rank:
                before[place] += amount
        posted = {p: a for (account, claim, p), a in self.books.items() if (account, claim) == ("contractual", rank)}
        if before[None] or any(None in restated for _, restated, _ in said):
            change = sum(sum(restated.values()) for _, restated, _ in said)
            statements = sum(-1 if answer.reversal else 1 for answer, restated, _ in said if restated)
            denied = sum(sum(left.values()) for _, _, left in said)
            targets: dict[Place, int] = {
                None: _target(change - statements * sum(before.values()), denied) - sum(posted.values())
            }
        else:
            targets = dict[Place, int]()
            for place in {p for _, restated, left in said for p in (*restated, *left)} | set(posted):
                change = sum(restated.get(place, 0) for _, restated, _ in said)
                statements = sum(-1 if answer.reversal else 1 for answer, restated, _ in said if place in restated)
                denied = sum(left.get(place, 0) for _, _, left in said)
                targets[place] = _target(change - statements * before[place], denied) - posted.get(place, 0)
        for place, amount in targets.items():
            self._move(amount, ("contractual", rank, place), ("payer", rank, place))

    def provider_adjustment(self, rank: int, account: str, amount: int) -> None:
        """A provider-level adjustment that names this claim."""
        self._move(amount, (account, rank, None), ("cash", rank, None))

    def decide(self, debit: str, credit: str, amount: int) -> None:
        """Money of the patient, or a decision of the office about it."""
        self._move(amount, (debit, 1, None), (credit, 1, None))

    def standing(self) -> dict[Key, int]:
        """Balances; zeros left out. What was remitted is in transit, as what is adjusted for the provider is."""
        found: dict[Key, int] = defaultdict(int)
        for (account, rank, place), amount in self.books.items():
            found["cash" if account == "remitted" else account, rank, place] += amount
        return {key: amount for key, amount in found.items() if amount}


def _target(change: int, denied: int) -> int:
    """A denial takes nothing back that an earlier payer's contract adjusted."""
    return max(change, 0) if denied else change


@dataclass(frozen=True)
class Taken:
    """A provider-level adjustment (PLB): of a claim, or of none."""

    reason: str
    amount: int
    encounter: int | None = None
    rank: int = 1

    @property
    def account(self) -> str:
        return "interest:payer" if self.reason == "L6" else f"provider_adjustment:{self.reason}"


@dataclass(frozen=True)
class Payment:
    """One payment of a payer: the amount, its answers by encounter, its provider-level adjustments."""

    paid: int
    answers: tuple[tuple[int, Answer], ...]
    taken: tuple[Taken, ...] = ()

    def balances(self) -> bool:
        return self.paid == sum(a.paid for _, a in self.answers) - sum(t.amount for t in self.taken)


class Practice:
    """The books of a practice: its encounters, and the money that is of none."""

    def __init__(self) -> None:
        self.encounters: list[Encounter] = []
        self.loose: dict[str, int] = defaultdict(int)

    def night(self, payments: Iterable[Payment]) -> None:
        """Take in one night's payments: what does not balance waits in suspense, alone or as a whole."""
        heard: dict[int, list[Answer]] = defaultdict(list)
        for payment in payments:
            if not payment.balances():
                self._wait("suspense:transaction", payment.paid)
                continue
            for encounter, answer in payment.answers:
                if answer.balances():
                    heard[encounter].append(answer)
                else:
                    self._wait("suspense:claim", answer.paid)
            for taken in payment.taken:
                if taken.encounter is None:
                    self._wait(taken.account, -taken.amount)
                else:
                    self.encounters[taken.encounter].provider_adjustment(taken.rank, taken.account, taken.amount)
        for encounter, answers in heard.items():
            self.encounters[encounter].hear(answers)

    def _wait(self, account: str, amount: int) -> None:
        self.loose["cash"] += amount
        self.loose[account] -= amount
