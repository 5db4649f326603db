"""Histories made at random, posted by us and by the reference ledger: the same balances after every night."""

import random
from dataclasses import replace
from decimal import Decimal

import pytest

from tests.ledger.books import Books, Claim
from tests.ledger.reference import LineLedger, Said
from tests.ledger.x835 import Clp, Line, St

PAYERS = ("PLAIN1", "COAST2", "THIRD3")
NAMES = {
    "charges": "charges", "ar_patient": "patient", "cash:in_transit": "cash", "adjustment:contractual": "adjusted",
    **{f"ar_insurer:{payer}": f"payer{rank}" for rank, payer in enumerate(PAYERS, 1)},
}  # fmt: skip
PATTERNS = (
    [("CO", "45")], [("CO", "45"), ("PR", "1")], [("PR", "2")], [("CO", "197")], [("CO", "45"), ("CO", "50")],
    [("OA", "23"), ("CO", "45"), ("PR", "1")], [("OA", "23")], [("OA", "23"), ("PR", "96")],
    [("OA", "23"), ("CO", "16")],
)  # fmt: skip


def statement(chance: random.Random, rank: int, charge: int) -> Said:
    """A payer's answer that balances: charge = paid + adjustments."""
    kinds = chance.choice([p for p in PATTERNS if rank > 1 or ("OA", "23") not in p])
    cuts = sorted(chance.randint(0, charge) for _ in kinds)
    amounts = [b - a for a, b in zip([0, *cuts], [*cuts, charge], strict=True)]
    cas = tuple((g, r, a) for (g, r), a in zip(kinds, amounts[1:], strict=True) if a)
    return Said(rank, charge - sum(a for _, _, a in cas), cas)


def history(chance: random.Random, payers: int, charge: int) -> list[list[Said]]:
    """Nights of what payers say, any of them first; some take back what they said, most then say it anew."""
    standing: dict[int, Said] = {}
    nights = []
    for _ in range(chance.randint(2, 4)):
        said: list[Said] = []
        for rank in chance.sample(range(1, payers + 1), chance.randint(1, payers)):
            if rank in standing:
                old = standing.pop(rank)
                said.append(replace(old, paid=-old.paid, cas=tuple((g, r, -a) for g, r, a in old.cas), reversal=True))
                if chance.random() < 0.3:
                    continue
            standing[rank] = statement(chance, rank, charge)
            said.append(standing[rank])
        nights.append(said)
    return nights


def remitted(claim: Claim, line: int, one: Said, charge: int) -> Clp:
    sign = -1 if one.reversal else 1
    line_said = Line(sign * charge, one.paid, one.cas, control=claim.lines[line])
    status = "22" if one.reversal else str(one.rank)
    # A reversal names the claim by the payer's own number for it, unique to claim and payer.
    return Clp(claim.number, sign * charge, one.paid, [line_said], status=status, icn=f"{claim.claim_id}-{one.rank}")


@pytest.mark.parametrize("seed", range(4))
def test_random_histories_have_the_balances_of_the_reference(books: Books, seed: int) -> None:
    chance = random.Random(seed)
    cases = []
    for _ in range(25):
        payers, charge = chance.randint(1, 3), chance.randint(10, 300)
        claim = books.claim([charge], PAYERS[:payers])
        cases.append((claim, LineLedger(charge, payers), history(chance, payers, charge), charge))
    books.work()
    for number in range(4):
        sets: list[St] = []
        by_payer: dict[str, list[Clp]] = {payer: [] for payer in PAYERS}
        for claim, reference, nights, charge in cases:
            said = nights[number] if number < len(nights) else []
            reference.night(said)
            for one in said:
                by_payer[PAYERS[one.rank - 1]].append(remitted(claim, 0, one, charge))
        for payer, claims in by_payer.items():
            paid = sum(int(c.paid) for c in claims)
            forward = [("FB", "NEXT", paid)] if paid < 0 else []
            sets.append(St(max(paid, 0), claims, forward, trace=f"{payer}{number}", payer=payer))
        chance.shuffle(sets)
        books.tomorrow(*sets)
        for claim, reference, _, _ in cases:
            assert ours(books, claim) == reference.balances(), (seed, number, claim)


def ours(books: Books, claim: Claim) -> dict[str, Decimal]:
    rows = books.rows(
        "SELECT p.account, sum(p.amount) FROM ledger.posting AS p INNER JOIN core.claim AS c USING (claim_id)"
        " WHERE c.received_id = (SELECT received_id FROM core.claim WHERE claim_id = ?)"
        " GROUP BY p.account HAVING sum(p.amount) <> 0",
        claim.claim_id,
    )
    return {NAMES[account]: amount for account, amount in rows}
