"""Plays many histories in one warehouse and, told of the same payments and decisions, in the reference ledger."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from tests.corrections.desk import as_csv
from tests.ledger.books import SERVICE, Books, Claim
from tests.ledger.histories import Bundle, History
from tests.ledger.many import cents, many_claims
from tests.ledger.reference import Answer, Encounter, LineSaid, Payment, Practice, Taken
from tests.ledger.x835 import Clp, Line, St

PAYERS = ["PLAIN1", "COAST2", "THIRD3"]


@dataclass
class Play:
    """Histories, our books of them and the reference's."""

    books: Books
    chance: random.Random
    practice: Practice = field(default_factory=Practice)
    histories: list[History] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    sent: list[St] = field(default_factory=list)
    fillers: list[History] = field(default_factory=list)
    ids: dict[tuple[int, int], str] = field(default_factory=dict)
    nights: int = 0

    def add(self, found: Sequence[History]) -> None:
        """New encounters, billed on the current day."""
        if not found:
            return
        self.claims += many_claims(self.books, [(history.charges, history.payers) for history in found])
        self.histories += found
        self.practice.encounters += [Encounter(h.charges, len(h.payers)) for h in found]

    def night(self, active: Sequence[History]) -> None:
        """The next night over what happens to these histories."""
        self.books.day += timedelta(days=1)
        self.nights += 1
        self._desk(active)
        payments = self._payments([bundle for history in active for bundle in history.night(self.chance)])
        self.practice.night(payment for payment, _ in payments)
        sets = [one for _, one in payments]
        self.chance.shuffle(sets)
        self.books.remit(*sets, control=self.nights)
        if self.sent:
            self._repeat(self.chance.choice(self.sent))
        # What repeats a payment of nothing is no payment that came twice.
        self.sent += [one for payment, one in payments if payment.paid]
        self.books.work()

    def _repeat(self, old: St) -> None:
        """An earlier payment in another envelope, and with other content: nothing of either is posted."""
        self.books.remit(old, name="enveloped", control=500 + self.nights)
        other = replace(old, claims=[replace(clp, icn=f"OTHER{self.nights}") for clp in old.claims])
        self.books.remit(other, name="other", control=700 + self.nights)

    def _payments(self, bundles: list[Bundle]) -> list[tuple[Payment, St]]:
        """The bundles in payments of their payers: many in one, or alone."""
        found: list[tuple[Payment, St]] = []
        played: list[tuple[str, Payment, list[str]]] = []
        for payer in PAYERS:
            mine = [b for b in bundles if self.histories[b.encounter].payers[b.rank - 1] == payer]
            self.chance.shuffle(mine)
            groups, rest = [[b] for b in mine if b.alone], [b for b in mine if not b.alone]
            while rest:
                size = self.chance.choice([1, 5, 20, 80, 200])
                groups, rest = [*groups, rest[:size]], rest[size:]
            played += [(payer, *self._payment(payer, group)) for group in groups]
        # One whose amount is not that of its claims waits in suspense as a whole.
        encounter, answer = self._filler(PAYERS[0], self.chance.randint(1, 9999))
        played.append((PAYERS[0], Payment(answer.paid + 1, ((encounter, answer),)), []))
        self.add(self.fillers)
        self.fillers = []
        for number, (payer, payment, references) in enumerate(played):
            claims = [self._clp(encounter, answer) for encounter, answer in payment.answers]
            plb = [
                (t.reason, self._named(t, reference), str(cents(t.amount)))
                for t, reference in zip(payment.taken, references, strict=True)
            ]
            trace, paid = f"T{self.nights}N{number}", str(cents(payment.paid))
            found.append((payment, St(paid, claims, plb, trace=trace, payer=payer, day=self.books.day)))
        return found

    def _payment(self, payer: str, group: list[Bundle]) -> tuple[Payment, list[str]]:
        answers = [(b.encounter, a) for b in group for a in b.answers]
        taken = [pair for b in group for pair in b.taken]
        if not taken:
            answers = [(encounter, self._garbled(answer)) for encounter, answer in answers]
        if self.chance.random() < 0.2:
            taken.append((Taken("L6", -self.chance.randint(1, 500)), ""))
        if self.chance.random() < 0.1:
            taken.append((Taken("CS", self.chance.randint(1, 500)), "CASE"))
        paid = sum(a.paid for _, a in answers) - sum(t.amount for t, _ in taken)
        if paid < 0 or self.chance.random() < 0.05:
            answers.append(self._filler(payer, max(-paid, 0) + self.chance.randint(1, 9999)))
            paid += answers[-1][1].paid
        return Payment(paid, tuple(answers), tuple(t for t, _ in taken)), [reference for _, reference in taken]

    def _garbled(self, answer: Answer) -> Answer:
        """Now and then an answer whose payment is not charge less adjustments."""
        return replace(answer, paid=answer.paid + 1) if self.chance.random() < 0.02 else answer

    def _filler(self, payer: str, paid: int) -> tuple[int, Answer]:
        """Another encounter that this payer pays in full, so that a payment is not below zero."""
        number = len(self.histories) + len(self.fillers)
        self.fillers.append(History(number, [paid], (payer,)))
        return number, Answer(1, paid, paid, (LineSaid(1, paid, paid, ()),))

    def _clp(self, encounter: int, answer: Answer) -> Clp:
        claim, control = self.claims[encounter], self.chance.random() < 0.7
        lines = [
            Line(
                str(cents(said.charge)), str(cents(said.paid)), [(g, r, str(cents(a))) for g, r, a in said.cas],
                claim.lines[said.number - 1] if control else None, f"A000{said.number}", (), SERVICE,
            )
            for said in answer.lines
        ]  # fmt: skip
        statuses = [str(answer.rank), str(18 + answer.rank), *(["4"] if answer.paid == 0 else [])]
        return Clp(
            claim.number, str(cents(answer.charge)), str(cents(answer.paid)), lines,
            [(g, r, str(cents(a))) for g, r, a in answer.cas],
            "22" if answer.reversal else self.chance.choice(statuses), f"PCN{encounter}R{answer.rank}",
        )  # fmt: skip

    def _named(self, taken: Taken, reference: str) -> str:
        """How a provider-level adjustment names its claim."""
        if taken.encounter is None:
            return reference
        number = f"PCN{taken.encounter}R{taken.rank}"
        kind, _, label = reference.partition(":")
        names = {
            "number": self.claims[taken.encounter].number, "payer's number": number, "words": f"{number} 20261103",
            "label": f"L{label}",
        }  # fmt: skip
        return names[kind]

    def _desk(self, active: Sequence[History]) -> None:
        """Patients pay, or too much; the office gives small balances up, and owes credits back."""
        paid, decided = [], []
        for history in active:
            encounter, number = self.practice.encounters[history.number], self.claims[history.number].number
            held = encounter.balance("patient", 1)
            dice = self.chance.random()
            if held > 0 and dice < 0.2:
                amount = self.chance.choice([held, self.chance.randint(1, held), held + 500])
                encounter.decide("cash:patient", "patient", amount)
                paid.append(f"{self.nights}-{number},{number},{self.books.day},{cents(amount)},card\n")
            elif held > 0 and dice < 0.3:
                amount = min(held, self.chance.randint(1, 1500))
                encounter.decide("adjustment:small_balance", "patient", amount)
                decided.append(("write_off_small_balance", number, amount, "patient"))
            elif held < 0 and dice < 0.3:
                encounter.decide("patient", "refund_payable:patient", -held)
                decided.append(("refund_patient", number, -held, ""))
        if paid:
            self.books.drop(
                "patient_payments", "".join(["payment_reference,claim_number,paid_on,amount,method\n", *paid])
            )
        if decided:
            rows = [
                {"action": action, "claim_number": number, "amount": cents(amount), "payer_id": payer,
                 "reason": "policy", "decided_by": "r.stone", "decided_on": self.books.day}
                for action, number, amount, payer in decided
            ]  # fmt: skip
            self.books.drop("corrections", as_csv(*rows))

    def claim_id(self, history: History, rank: int) -> str:
        """The claim of the encounter for its payer of this rank."""
        if (history.number, rank) not in self.ids:
            found = self.books.claim_id(f"E{history.number + 1}", history.payers[rank - 1])
            self.ids[history.number, rank] = found
        return self.ids[history.number, rank]
