"""Which stories there are, when each begins, and the counts that prove every case present."""

from collections.abc import Callable, Sequence
from random import Random

from data_contracts.corrections import ACTIONS
from tests.trust.simulation import other_stories as other
from tests.trust.simulation import remit_stories as remit
from tests.trust.simulation.desk import TAKEN_OVER, Desk, Wait

__all__ = ["ALONE", "CASES", "STORIES", "TAKEN_OVER", "Story", "opening_balances", "schedule"]

Story = Callable[[Desk], Wait]

STORIES: tuple[Story, ...] = (
    remit.every_status, remit.three_payers, remit.second_payer_taken_back, remit.at_claim_level, remit.provider_level,
    remit.reversed_in_the_same_file, remit.reversed_and_taken_back_later, remit.takeback_allotted,
    remit.without_our_number, remit.money_of_nobody, remit.sent_again, remit.held_then_accepted_then_found,
    remit.held_then_matched, remit.held_then_rejected, remit.held_then_posted_and_refunded, remit.out_of_balance,
    remit.a_claim_out_of_balance, remit.of_a_sister, remit.taken_over, remit.keyed_from_paper,
    other.deposits, other.combined_deposit, other.patients, other.write_offs, other.transfers, other.replaced,
    other.voided,
)  # fmt: skip
FIRST_NIGHT, LAST_BEGINNING = 3, 46
opening_balances = other.opening_balances
# What a practice without sisters and without visits can tell, all of it about balances taken over.
ALONE: tuple[Story, ...] = (
    remit.provider_level, remit.reversed_in_the_same_file, remit.held_then_posted_and_refunded, remit.out_of_balance,
    other.deposits, other.patients, other.write_offs,
)  # fmt: skip


def schedule(
    seed: int, client_id: str, stories: Sequence[Story] = STORIES, last_beginning: int = LAST_BEGINNING
) -> list[tuple[int, Story]]:
    """The night on which each story of a practice begins: opening balances first, the others in an order drawn."""
    order = list(stories)
    Random(f"{seed}|{client_id}").shuffle(order)
    span = last_beginning - FIRST_NIGHT + 1
    return [(1, other.opening_balances)] + [(FIRST_NIGHT + i * span // len(order), s) for i, s in enumerate(order)]


def _status(code: str) -> str:
    return f"SELECT count(*) FROM core.remit_claim WHERE status_code = '{code}'"


def _plb(reason: str, more: str = "true") -> str:
    return f"SELECT count(*) FROM core.provider_adjustment WHERE reason_code = '{reason}' AND {more}"


def _rule(rule: str, more: str = "true") -> str:
    return f"SELECT count(*) FROM ledger.posting WHERE rule = '{rule}' AND {more}"


def _problem(code: str) -> str:
    return f"SELECT count(*) FROM core.problem WHERE code = '{code}'"


def _rung(rung: str, table: str = "remit_claim") -> str:
    return f"SELECT count(*) FROM core.{table} WHERE {'rung' if table == 'deposit_match' else 'match_rung'} = '{rung}'"


def _many(make: Callable[..., str], word: str, values: Sequence[str], *more: str) -> dict[str, str]:
    return {f"{word} {value}": make(value, *more) for value in values}


_PAIRED = """
    SELECT count(*) FROM core.remit_claim AS c JOIN core.remit_claim AS o ON c.reverses = o.remit_claim_id
    WHERE {}
"""

# The mailbox laid it into this practice's inbox, from another one's; it found a claim of this practice and posted.
_SISTER = """
    SELECT count(*) FROM core.remit_claim AS c JOIN core.remittance AS r USING (remittance_id)
    JOIN core.received_file AS f USING (source_file)
    WHERE r.trace LIKE '%SI1' AND f.file_name LIKE '%-835.x12' AND c.status = 'posted' AND c.claim_id IS NOT NULL
"""

CASES: dict[str, str] = {
    **_many(_status, "CLP02", ("1", "2", "3", "4", "19", "20", "21", "22", "23", "25")),
    "OA-23 of a later payer": "SELECT count(*) FROM core.remit_adjustment"
    " WHERE group_code = 'OA' AND reason_code = '23'",
    "contractual restated": _rule("remit_restated"),
    "adjustment at claim level": "SELECT count(*) FROM core.remit_adjustment WHERE remit_line_id IS NULL",
    "zero pay": "SELECT count(*) FROM core.remit_claim WHERE paid_amount = 0 AND status = 'posted'",
    "BPR02 = 0 with PLB": "SELECT count(*) FROM core.remittance AS r WHERE paid_amount = 0 AND EXISTS"
    " (SELECT 1 FROM core.provider_adjustment AS a WHERE a.remittance_id = r.remittance_id)",
    **_many(_plb, "PLB", ("WO", "72", "L6", "IR", "CS", "J1", "ZZ")),
    **_many(_plb, "PLB put off", ("WO", "FB"), "amount < 0"),
    **_many(_plb, "PLB taken", ("WO", "FB"), "amount > 0"),
    "interest": "SELECT count(*) FROM ledger.posting WHERE account = 'interest:payer'",
    "reversal and correction in one file": _PAIRED.format("EXISTS (SELECT 1 FROM core.remit_claim AS n WHERE"
    " n.remittance_id = c.remittance_id AND n.claim_id = c.claim_id AND n.status_code <> '22')"),
    "reversal of another file": _PAIRED.format("c.remittance_id <> o.remittance_id"),
    "correction in a later file": _PAIRED.format("EXISTS (SELECT 1 FROM core.remit_claim AS n"
    " JOIN core.remittance AS r USING (remittance_id) JOIN core.remittance AS b ON b.remittance_id = c.remittance_id"
    " WHERE n.claim_id = c.claim_id AND n.status_code <> '22' AND r.received_on > b.received_on)"),
    "takeback recovered by a later check": "SELECT count(*) FROM core.takeback WHERE status = 'recovered'"
    " AND recovered_on > opened_on",
    "takeback allotted by a person": _rule("takeback_allocated"),
    **_many(_rung, "claim found by", ("claim_number", "claim_id", "former_number", "payer_claim_number",
    "patient_day_charge", "decision")),
    **{f"line found by {rung}": _rung(rung, "remit_line")
       for rung in ("line_control", "code_modifiers_day_charge", "code_day_charge")},
    "unmatched claim": "SELECT count(*) FROM core.remit_claim WHERE claim_id IS NULL AND reason IS NOT NULL",
    "ambiguous claim, matched by a person": "SELECT count(*) FROM core.remit_claim AS m JOIN core.opening_balance AS o"
    " USING (claim_id) WHERE m.match_rung = 'decision' AND o.former_number LIKE 'TWIN%'",
    "same bytes again": _problem("file_sent_twice"),
    "same transaction in another envelope": _problem("remittance_duplicate"),
    "same trace, other content: held": "SELECT count(*) FROM core.remit_event WHERE status_before = 'held'",
    "held, accepted as suspense": "SELECT count(*) FROM core.remit_event WHERE action = 'accept_as_suspense'",
    "held, rejected": "SELECT count(*) FROM core.remit_event WHERE action = 'reject' AND status_before = 'held'",
    "held, posted by match_claim": "SELECT count(*) FROM core.remit_event WHERE action = 'match_claim'"
    " AND status_before = 'held'",
    "held, posted by post_remittance": "SELECT count(*) FROM core.remit_event WHERE action = 'post_remittance'",
    "suspended remittance": _rule("transaction_suspended"),
    "suspended claim": _rule("remit_suspended"),
    "released": _rule("remit_released"),
    "suspended, rejected": "SELECT count(*) FROM core.remit_event"
    " WHERE action = 'reject' AND status_before = 'suspended'",
    "of a sister practice, posted there": _SISTER,
    "opening balance": _rule("opening_balance"),
    "835 for an opening balance": "SELECT count(*) FROM core.remit_claim AS m JOIN core.claim AS c USING (claim_id)"
    " WHERE c.origin = 'opening' AND m.status = 'posted'",
    "keyed from paper": "SELECT count(*) FROM core.remittance WHERE source_kind = 'manual' AND status = 'posted'",
    **{f"correction {a.name}": f"SELECT count(*) FROM core.correction WHERE action = '{a.name}' AND status = 'applied'"
       # Coders' answers move no money, and no payer of the stories rejects: tests/coding and tests/claims have those.
       for a in ACTIONS if a.kind != "coding" and a.name != "resend_claim"},
    "correction refused": "SELECT count(*) FROM core.correction WHERE status = 'refused'",
    "XLSX": "SELECT count(*) FROM core.received_file WHERE kind = 'corrections' AND file_name LIKE '%.xlsx'",
    "charges of a void taken back": _rule("charge_voided"),
    "charges of a replaced claim taken back": _rule("charge_replaced"),
    "replacement sent": "SELECT count(*) FROM core.claim_submission WHERE frequency = '7'",
    "BAI2": "SELECT count(*) FROM core.received_file WHERE kind = 'bank' AND file_name LIKE '%.bai'",
    "bank CSV": "SELECT count(*) FROM core.received_file WHERE kind = 'bank' AND file_name LIKE '%.csv'",
    **{f"deposit {rung}": _rung(rung, "deposit_match")
       for rung in ("trace_amount_payer", "trace_amount", "partial", "combined", "virtual_card", "person", "returned")},
    "fee of a virtual card": _rule("card_fee"),
    "missing 835": "SELECT count(*) FROM core.bank_deposit WHERE status = 'unmatched' AND amount > 0",
    "missing deposit": "SELECT count(*) FROM core.remittance AS r WHERE status = 'posted' AND paid_amount > 0"
    " AND NOT EXISTS (SELECT 1 FROM core.deposit_match AS d WHERE d.remittance_id = r.remittance_id)",
    "patient payment": _rule("patient_payment", "claim_id IS NOT NULL"),
    "paid at the desk": "SELECT count(*) FROM core.patient_payment WHERE payment_id LIKE 'D%'",
    "patient refund in a file": "SELECT count(*) FROM core.patient_payment WHERE kind = 'refund'",
    "unapplied": "SELECT count(*) FROM ledger.posting WHERE account = 'unapplied:patient'",
    "payment of an unknown claim": "SELECT count(*) FROM ledger.posting WHERE account = 'suspense:patient'",
}  # fmt: skip
