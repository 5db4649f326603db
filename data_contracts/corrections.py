"""What a correction file may say: its columns and its actions, as data.

A row of `inbox/corrections/` is one decision of a person. `decided_by`, `decided_on` and `reason` are always told, so
that the books say who, when and why. `amount` is dollars and cents, or `all`: the whole open balance; nothing is meant
by leaving it empty. `payer_id` is a payer of payers.yaml, or `patient`.
"""

from dataclasses import dataclass
from typing import Literal

COLUMNS = (
    "action", "claim_number", "line_number", "amount", "payer_id", "reference", "reason", "decided_by", "decided_on",
    "note",
)  # fmt: skip
# In a list of answers to the worklist these may stand for `reference`: the encounter, and what the decision names.
CODER_COLUMNS = ("subject_id", "code")
# What every decision tells; a file of answers to the worklist needs no more than these and subject_id.
ALWAYS = ("action", "reason", "decided_by", "decided_on")

Kind = Literal[
    "write_off", "transfer", "void", "rebill", "replace", "refund", "refund_paid", "reversal", "payment_applied",
    "remittance", "deposit", "coding",
]  # fmt: skip
WriteOffKind = Literal["administrative", "timely_filing", "small_balance", "bad_debt", "charity", "denial"]


@dataclass(frozen=True)
class Action:
    """One action: the columns it needs, those it may use, and the account that a write-off goes to.

    `reference` says what the column of that name holds for this action.
    """

    name: str
    kind: Kind
    title: str
    needs: tuple[str, ...]
    may: tuple[str, ...] = ()
    account: str | None = None
    reference: str | None = None


def _write_off(kind: WriteOffKind, title: str) -> Action:
    return Action(
        f"write_off_{kind}",
        "write_off",
        f"{title} Without payer_id: who alone owes on the claim.",
        ("claim_number", "amount"),
        ("line_number", "payer_id"),
        account=f"adjustment:{kind}",
    )


def _coding(name: str, title: str, code: str, needs: tuple[str, ...] = (), may: tuple[str, ...] = ()) -> Action:
    """A coder's answer about an encounter that waits, or that was billed and whose claim is to be replaced."""
    reference = (
        "the encounter (subject_id of the worklist; for replace_… after billing the number of its claim),"
        f" and after ` | ` {code}; or columns subject_id and code"
    )
    return Action(name, "coding", title, ("reference", *needs), may, reference=reference)


ACTIONS = (
    _write_off("administrative", "Given up by an error or a decision of the office."),
    _write_off("timely_filing", "Given up because the payer's filing limit has passed."),
    _write_off("small_balance", "Given up because collecting costs more."),
    _write_off("bad_debt", "Given up because nobody will pay it."),
    _write_off("charity", "Given up under the practice's charity policy."),
    _write_off("denial", "Given up because the payer denied it and no appeal will be made."),
    Action(
        "transfer_to_patient",
        "transfer",
        "What a payer owes becomes the patient's.",
        ("claim_number", "amount"),
        ("line_number", "payer_id"),
    ),
    Action(
        "transfer_to_payer",
        "transfer",
        "What the patient or another payer owes becomes payer_id's, on that payer's claim of the encounter.",
        ("claim_number", "amount", "payer_id"),
        ("line_number", "reference"),
        reference="from whom it moves (a payer, or patient), where more than one owes",
    ),
    Action(
        "void_claim",
        "void",
        "The claim should not have been made: its charges and what still hangs on it are reversed.",
        ("claim_number",),
    ),
    Action(
        "rebill_encounter",
        "rebill",
        "The visit of a voided claim, as the practice last sent it, is coded again and billed as a new original claim,"
        " in the next night.",
        ("claim_number",),
    ),
    Action(
        "replace_claim",
        "replace",
        "A claim that its payer has is corrected: the practice's new version of the visit, or the codes that a coder"
        " gave, go out as its replacement (frequency 7) in the next night.",
        ("claim_number",),
    ),
    Action(
        "resend_claim",
        "replace",
        "A claim that was rejected, so that no payer has it, is made anew from the visit as it now stands and sent"
        " again as an original, in the next night.",
        ("claim_number",),
    ),
    Action(
        "refund_patient",
        "refund",
        "A patient's credit on a claim, or money held for a patient (reference), is owed back.",
        ("amount",),
        ("claim_number", "reference"),
        reference="the patient payment (its own reference, or payment_id), for money that is on no claim",
    ),
    Action("refund_payer", "refund", "A payer's credit on a claim is owed back.",
           ("claim_number", "amount"), ("payer_id",)),
    Action(
        "refund_paid",
        "refund_paid",
        "A refund that was owed has been paid.",
        ("amount",),
        ("claim_number", "payer_id", "reference"),
        reference="the patient payment, for money that is on no claim",
    ),
    Action(
        "reverse_write_off",
        "reversal",
        "A write-off is taken back whole.",
        ("reference",),
        reference="correction_id of the write-off",
    ),
    Action(
        "apply_payment",
        "payment_applied",
        "Money held for a patient is applied to a claim.",
        ("claim_number", "amount", "reference"),
        reference="the patient payment: its own reference, or payment_id",
    ),
    Action("accept_as_suspense", "remittance", "A held remittance is posted to suspense as a whole.", ("reference",),
           reference="remittance_id"),
    Action("reject", "remittance", "A held remittance is not ours to post.", ("reference",), reference="remittance_id"),
    Action("post_remittance", "remittance", "A held remittance is a payment of its own: it posts as it is.",
           ("reference",), reference="remittance_id"),
    Action(
        "match_claim",
        "remittance",
        "Suspended money of a remitted claim belongs to this claim.",
        ("reference", "claim_number"),
        reference="remit_claim_id, or the remittance_id of a remittance with one claim",
    ),
    Action(
        "allocate_takeback",
        "remittance",
        "Money that a payer took back belongs to this claim.",
        ("reference", "claim_number"),
        ("amount",),
        reference="provider_adjustment_id",
    ),
    Action(
        "match_deposit",
        "deposit",
        "A bank deposit pays this remittance, by this amount (all: the whole deposit).",
        ("reference", "amount"),
        reference="deposit_id and remittance_id, a blank between them",
    ),
    _coding(
        "override_edit",
        "A finding of an edit is known and right as it is; it holds nothing until the edit or its code sets change.",
        "the edit (edit_id)",
        may=("line_number",),
    ),
    _coding(
        "replace_service_code",
        "A service line is billed by this code; modifiers after it replace those that it has.",
        "the code, and modifiers after it: 99213 25",
        needs=("line_number",),
    ),
    _coding(
        "replace_diagnosis_code",
        "A diagnosis (line_number: its sequence) is billed by this code.",
        "the ICD-10-CM code",
        needs=("line_number",),
    ),
    _coding(
        "replace_place_of_service",
        "The encounter is billed with this place of service, whether it came with another or with none.",
        "the place of service, two digits",
    ),
    _coding(
        "accept_diagnosis_code",
        "The first candidate for a diagnosis given in words (line_number: its sequence) is right.",
        "nothing more",
        needs=("line_number",),
    ),
)  # fmt: skip
