"""Histories of claims made at random: what payers answer, take back and keep, night by night, in any order."""

import random
from collections import defaultdict
from dataclasses import dataclass, field

from tests.ledger.reference import Answer, Cas, LineSaid, Taken

LINE = [
    [("CO", "45")], [("CO", "45"), ("PR", "1")], [("PR", "2")], [("PR", "45"), ("PR", "3")], [("CO", "197")],
    [("CO", "45"), ("CO", "50")], [("CO", "45"), ("CO", "253")], [("PI", "97")], [("CO", "1"), ("PR", "1")],
    [("OA", "18")], [("PR", "27"), ("CO", "45")], [("CO", "45"), ("OA", "23")], [],
]  # fmt: skip
LATER_LINE = [
    [("OA", "23"), ("CO", "45"), ("PR", "1")], [("OA", "23")], [("OA", "23"), ("PR", "96")],
    [("OA", "23"), ("CO", "16")], [("OA", "23"), ("PR", "2")],
]  # fmt: skip
WHOLE = [[("CO", "45")], [("PR", "1")], [("CO", "197")], [("CO", "45"), ("PR", "2")]]
LATER_WHOLE = [[("OA", "23")], [("OA", "23"), ("PR", "1")]]


@dataclass(frozen=True)
class Bundle:
    """What a payer says of an encounter in one payment: answers, and provider-level adjustments, each with its name."""

    encounter: int
    rank: int
    answers: tuple[Answer, ...] = ()
    taken: tuple[tuple[Taken, str], ...] = ()
    alone: bool = False


@dataclass
class Owed:
    """Money that a payer will take later."""

    rank: int
    reason: str
    reference: str
    open: int


@dataclass
class History:
    """One encounter: its charges in cents, its payers; it goes on by one night at a time."""

    number: int
    charges: list[int]
    payers: tuple[str, ...]
    standing: dict[int, Answer] = field(default_factory=dict)
    owed: list[Owed] = field(default_factory=list)
    # Put off and taken so far.
    takebacks: dict[int, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))

    def night(self, chance: random.Random) -> list[Bundle]:
        """What is said of it on the next night."""
        said = [self._take(chance, owed) for owed in self.owed if owed.open and chance.random() < 0.5]
        if chance.random() < 0.75:
            ranks = range(1, len(self.payers) + 1)
            said += [self._answer(chance, rank) for rank in chance.sample(ranks, chance.randint(1, len(ranks)))]
        return said

    def _take(self, chance: random.Random, owed: Owed) -> Bundle:
        amount = owed.open if chance.random() < 0.6 else chance.randint(1, owed.open)
        owed.open -= amount
        self.takebacks[owed.rank][1] += amount
        return Bundle(
            self.number, owed.rank, (), ((Taken(owed.reason, amount, self.number, owed.rank), owed.reference),)
        )

    def _answer(self, chance: random.Random, rank: int) -> Bundle:
        answers: list[Answer] = []
        taken: tuple[tuple[Taken, str], ...] = ()
        alone = False
        if rank in self.standing:
            old = self.standing.pop(rank)
            answers.append(old.taken_back())
            if old.paid > 0 and chance.random() < 0.5:
                taken, alone = self._put_off(chance, rank, old.paid)
        if not answers or chance.random() < 0.7:
            self.standing[rank] = answer(chance, rank, self.charges)
            answers.append(self.standing[rank])
        return Bundle(self.number, rank, tuple(answers), taken, alone)

    def _put_off(self, chance: random.Random, rank: int, paid: int) -> tuple[tuple[tuple[Taken, str], ...], bool]:
        """The payer gets its money later (WO, FB), or has it already (72)."""
        reason = chance.choice(["WO", "FB", "WO", "FB", "72"])
        kinds = ["number", "payer's number", "words", "label"]
        kind = chance.choice(kinds[:3] if reason == "72" else kinds)
        reference = f"{kind}:{chance.randrange(10**9)}"
        self.takebacks[rank][0] += paid
        if reason == "72":
            self.takebacks[rank][1] += paid
        else:
            self.owed.append(Owed(rank, reason, reference, paid))
        # A label says nothing of the claim: only that it comes with the one reversal of its payment does.
        return ((Taken(reason, -paid, self.number, rank), reference),), kind == "label"


def new_history(chance: random.Random, number: int, payers: list[str]) -> History:
    """An encounter with one to three lines and payers."""
    charges = [chance.randint(100, 40000) for _ in range(chance.randint(1, 3))]
    return History(number, charges, tuple(chance.sample(payers, chance.randint(1, len(payers)))))


def answer(chance: random.Random, rank: int, charges: list[int]) -> Answer:
    """An answer that balances: some adjustments by line, some of the claim as a whole, some answers without lines."""
    lines = []
    if chance.random() < 0.93:
        kinds = LINE + LATER_LINE * 3 if rank > 1 else LINE
        for number, charge in enumerate(charges, 1):
            cas = adjustments(chance, kinds, charge)
            lines.append(LineSaid(number, charge, charge - sum(a for _, _, a in cas), cas))
    left = sum(line.paid for line in lines) if lines else sum(charges)
    of_claim: tuple[Cas, ...] = ()
    if not lines or (left > 0 and chance.random() < 0.12):
        of_claim = adjustments(chance, WHOLE + LATER_WHOLE * 2 if rank > 1 else WHOLE, left)
    return Answer(rank, sum(charges), left - sum(a for _, _, a in of_claim), tuple(lines), of_claim)


def adjustments(chance: random.Random, kinds: list[list[tuple[str, str]]], charge: int) -> tuple[Cas, ...]:
    """Adjustments of one of these kinds, together no more than the charge; now and then one is negative."""
    chosen = chance.choice(kinds)
    cuts = sorted(chance.randint(0, charge) for _ in chosen)
    amounts = [b - a for a, b in zip([0, *cuts], cuts, strict=False)]
    if amounts and chance.random() < 0.05:
        amounts[0] = -amounts[0]
    return tuple((g, r, a) for (g, r), a in zip(chosen, amounts, strict=True) if a)
