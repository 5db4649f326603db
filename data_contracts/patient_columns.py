"""Which columns of the published file tell who a patient is, and what is published in their place.

A column is classified by its name, the same in every table, or for one table alone. A column that is not classified
here is not published: the night says so instead of guessing. Where client.yaml grants `publish_patient_columns`,
everything is published as it is.

Days of service, codes and amounts stay: the published file is no public data set, and each practice decides who opens
its own. What is taken out is what names, locates or numbers a person.
"""

from dataclasses import dataclass
from typing import Literal

Way = Literal["open", "withheld", "pseudonym"]


class UnclassifiedColumnError(Exception):
    """A column of the warehouse is in none of the lists of this module."""


@dataclass(frozen=True)
class Treatment:
    """How a column is published without the grant: `way` in the rows where `where` (SQL) holds, else as it is."""

    way: Way
    where: str | None = None


def _names(text: str) -> frozenset[str]:
    """The names in a text, separated by blanks."""
    return frozenset(text.split())


# Names, birth dates, addresses, member and group numbers, free text and names of files.
WITHHELD = _names(
    """
    last_name first_name middle_name suffix birth_date address_line1 address_line2 city postal_code country
    member_id group_number group_name patient_last_name patient_first_name
    subscriber_last_name subscriber_first_name subscriber_middle_name subscriber_birth_date
    subscriber_address_line1 subscriber_address_line2 subscriber_city subscriber_state subscriber_postal_code
    facility_address_line1 facility_city facility_postal_code
    authorization_number referral_number reference row_key file_name former_number note
    """
)

# Ids of the practice's own for a person or a visit: keyed hashes take their place, so that tables still join.
PSEUDONYM = _names("patient_id encounter_id received_id coverage_id")

OPEN = _names(
    """
    accident_cause accident_date accident_state account acknowledgement_id action adjustments age_days allowed_amount
    amount ar_insurer ar_patient as_of basis batch_id billed billing_npi billing_tax_id bucket bytes cash_posted
    category category_code change charge charge_amount charge_received charge_source charges charges_claimed
    charges_control charges_received charges_submitted claim_file claim_id claim_index claim_number claim_status claimed
    claims claims_amount claims_created claims_denied claims_open claims_paid claims_posted claims_rejected
    claims_submitted claims_suspended code code_qualifier code_set code_sets code_system coded_code column_name
    configuration_hash consumed content_hash content_sha256 contractual count created_on credit_or_debit crosswalk
    dataset days_since denial_id denied_on deposit_id deposited deposited_on description diagnosis_pointers edit_hash
    edit_id effective_from effective_on effective_to element encounters_control encounters_received entity_code event
    element event_id event_on expectation facility_code facility_name facility_npi facility_state filing_indicator
    financial_class finished fiscal_on folder found_on frequency group_code gs_control held insurer_open insurer_paid
    isa_control item_id kind last_posted_on law level line_control line_id line_index line_number live match_rung
    matched_claims matched_on measure message method minutes modifier1 modifier2 modifier3 modifier4 ndc ndc_unit_basis
    ndc_units night not_billable not_posted offenders on_day onset_date open_amount outcome paid_amount paid_on
    paid_units pair party patient_open patient_paid patient_responsibility payee_npi payee_tax_id payer_claim_number
    payer_id payer_identifier payer_name payer_priority payment_id payment_method payment_on payments place_of_service
    position posted posted_on posting posting_id priority problem_id provider_adjustment_id provider_adjustments
    provider_adjustments_posted provider_identifier qualifier quantity quarantined reason reason_code receivables
    received received_on recorded_on referring_first_name referring_last_name referring_npi relationship released
    remark_codes remedy remit_adjustment_id remit_claim_id remit_line_id remittance_id remittances_received remitted
    rendering_first_name rendering_last_name rendering_npi rendering_taxonomy route rows_checked rows_failed rule run
    sequence service_from service_on service_to settled severity sex share_moved share_received since software_version
    source source_file source_line source_line_number source_position st_control stage state state_since status
    status_code status_on subject subject_id submitted_on subscriber_sex supervising_first_name supervising_last_name
    supervising_npi suspense title trace transaction_id transfers triplet unit_basis unit_fee units who
    corrects correction_id opened_on origin recovered_amount recovered_on reverses source_kind status_before
    meaning step step_on next_payer_id
    credit_account debit_account debit_claim_id debit_line_id decided_by decided_on fault named_payer
    posted_amount settled_on whole_amount written_off
    allowed answered_on billed_day card_fee card_fees cause closing days_left denied deposit_difference deposits
    due_on due_rule eft_notice expected fee identified_on in_transit missing modifiers opening originator_id period
    place posted_day posted_difference proposal refunds remittances responsible_day rung service_day taken_over
    tolerance_amount trace_from transactions_suspended transfer_claim_id variance
    after_night after_run agreement_from client_id amount_due base_amount closed_on credits debits fee_amount invoice_id
    invoice_number issued_on line manifest_sha256 original_invoice original_posting_id papers_sha256 rate reopened_on
    tax_amount version waived_by postings waiver work_id worked_on hard_on
    decided_order generation number part replaced_on replaces suspended
    rank score why
    denominator excluded formula numerator scale unit value variant
    assigned_on coded_position container dose_quantity dose_unit fact field is_assigned mdm_data mdm_problems mdm_risk
    modality patient_location patient_status revenue_code start_time stop_time total_minutes wasted_quantity
    """
)

# What a column means in one table alone.
IN_TABLE: dict[tuple[str, str], Treatment] = {
    ("core.patient", "state"): Treatment("withheld"),
    # Words of the practice about a patient.
    ("core.diagnosis", "description"): Treatment("withheld"),
    ("core.service", "description"): Treatment("withheld"),
    # Another office's numbers and names, as long as we do not know them for ours or a payer's.
    ("core.remit_claim", "claim_number"): Treatment("withheld", "claim_id IS NULL"),
    ("core.remit_line", "line_control"): Treatment("withheld", "line_id IS NULL"),
    ("core.patient_payment", "claim_number"): Treatment("withheld", "claim_id IS NULL"),
    ("core.correction", "claim_number"): Treatment("withheld", "claim_id IS NULL"),
    # What a person wrote into a decision.
    ("core.correction", "reason"): Treatment("withheld"),
    ("core.close_item", "waiver"): Treatment("withheld"),
    ("core.period_close", "reopened_by"): Treatment("withheld"),
    ("core.close_item", "subject_id"): Treatment("pseudonym", "kind = 'encounter_not_accounted'"),
    ("core.acknowledgement", "claim_number"): Treatment("withheld", "matched_claims = 0"),
    ("core.bank_deposit", "payer_name"): Treatment("withheld", "status NOT IN ('matched', 'returned')"),
    # The subject of a task is an encounter, a claim, a batch …
    ("marts.worklist", "subject_id"): Treatment("pseudonym", "subject = 'encounter'"),
    ("marts.worklist", "item_id"): Treatment("pseudonym", "subject = 'encounter'"),
}


def treatment(table: str, column: str) -> Treatment:
    """How a column of `schema.table` is published without the grant. Raises UnclassifiedColumnError."""
    if (table, column) in IN_TABLE:
        return IN_TABLE[table, column]
    ways: dict[Way, frozenset[str]] = {"withheld": WITHHELD, "pseudonym": PSEUDONYM, "open": OPEN}
    for way, columns in ways.items():
        if column in columns:
            return Treatment(way)
    raise UnclassifiedColumnError(
        f"{table}.{column}: say in data_contracts/patient_columns.py whether this column tells who a patient is"
    )
