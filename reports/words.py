"""What the short names of the tables are called on paper."""

_KINDS = {
    "coding": "Encounters to code",
    "edit": "Encounters held by an edit",
    "quarantine": "Encounters the practice must correct",
    "held_batch": "Batches held: totals do not tie",
    "no_coverage": "Encounters without a coverage",
    "held_encounter": "Encounters held for a decision",
    "rejected_claim": "Claims rejected",
    "void_claim": "Voided claims to withdraw",
    "denial": "Denials to work",
    "suspense": "Money in suspense",
    "held_remittance": "Remittances held",
    "unmatched_remittance": "Remittances without a deposit",
    "unmatched_deposit": "Deposits without a remittance",
    "secondary_claim": "Secondary claims to bill",
    "reversal": "Reversals of payments not in the books",
    "takeback": "Takebacks of no known reversal",
    "pending_correction": "Decisions that wait",
    "problem": "Files with a problem",
}
# What may stand open when a month is closed.
_CLOSE_KINDS = {
    "unreconciled_deposit": "Deposits that no remittance explains",
    "unposted_remittance": "Remittances not posted",
    "suspended_remittance": "Insurers\N{RIGHT SINGLE QUOTATION MARK} money in suspense",
    "unmatched_eft": "Remittances whose money the bank has not shown",
    "takeback_not_allocated": "Money taken back, of no known claim",
    "encounter_not_accounted": "Visits not billed yet",
    "correction_not_answered": "Decisions that wait",
}
_STATES = {
    "claimed": "on a claim",
    "quarantined": "quarantined",
    "held_coding": "held for coding",
    "held_edit": "held by an edit",
    "held": "held",
    "not_billable": "not billable",
}
_ACCOUNTS = {
    "ar_insurer": "Receivables from insurers",
    "ar_patient": "Receivables from patients",
    "provider_adjustment": "Provider adjustments",
}
_LAWS = {"1": "No encounter is lost", "2": "Money is conserved", "3": "Exactly once"}
_ANSWERS = {"ta1": "TA1 (interchange)", "999": "999 (transaction set)", "277ca": "277CA (claim)"}
_BUCKETS = {"credit": "Credits", "future": "Future", "121+": "121 and more"}
_PAYER_CLASSES = {
    "tricare": "TRICARE",
    "workers_compensation": "Workers\N{RIGHT SINGLE QUOTATION MARK} compensation",
    "patient": "Patients",
    "other": "Other payers",
}
_SOURCES = {"insurer": "835", "takeback": "835, taken back", "refund": "refund", "desk": "desk", "patient": "patient"}
_MEASURES = {
    "days_in_ar": "Days in A/R",
    "ar_over_90": "A/R over 90 days",
    "ar_over_120": "A/R over 120 days",
    "credit_balances": "Credits",
    "charged": "Charged",
    "collected": "Collected",
    "receivables": "Open receivables",
    "denial_write_offs": "Denial write-offs",
}
BUCKETS = ("0-30", "31-60", "61-90", "91-120", "121+")


def _plain(name: str) -> str:
    """A short name as words, for names that need no other.

    >>> _plain("file_sent_twice")
    'File sent twice'
    """
    return name.replace("_", " ").capitalize()


def kind(name: str) -> str:
    """A kind of work (marts.worklist.kind)."""
    return _KINDS.get(name, _plain(name))


def close_kind(name: str) -> str:
    """What stood open when a month was closed (closed/…/open_items.csv)."""
    return _CLOSE_KINDS.get(name, _plain(name))


def who(name: str) -> str:
    """Who does it (marts.worklist.who)."""
    return _plain(name)


def state(name: str) -> str:
    """A state of an encounter."""
    return _STATES.get(name, _plain(name).lower())


def status(name: str) -> str:
    """A status or an outcome."""
    return _plain(name).lower()


def category(name: str) -> str:
    """A category of denials."""
    return _plain(name)


def bucket(name: str) -> str:
    """An age bucket, in days."""
    return _BUCKETS.get(name, name.replace("-", "\N{EN DASH}"))


def account(name: str) -> str:
    """A kind of account."""
    return _ACCOUNTS.get(name, _plain(name))


def law(number: str) -> str:
    """What a law says."""
    return _LAWS.get(number, f"Law {number}")


def answer(name: str) -> str:
    """A kind of acknowledgement."""
    return _ANSWERS.get(name.lower(), name)


def stage(name: str) -> str:
    """A stage of the night."""
    return _plain(name)


def dataset(name: str) -> str:
    """A dataset of an encounter drop."""
    return _plain(name)


def payer_class(name: str) -> str:
    """A class of payers; `patient` for what patients pay."""
    return _PAYER_CLASSES.get(name, _plain(name))


def source(name: str) -> str:
    """Where collected money comes from (closed/…/collections.csv)."""
    return _SOURCES.get(name, _plain(name).lower())


def measure(name: str, variant: str = "all", basis: str | None = None) -> str:
    """A measure of marts.kpi with its variant and basis.

    >>> measure("net_collection_rate", "matched", "service")
    'Net collection rate, matched, by service day'
    """
    words = [_MEASURES.get(name, _plain(name))]
    words += [] if variant == "all" else [variant.replace("_", " ")]
    words += [] if basis is None else [f"by {basis} day"]
    return ", ".join(words)
