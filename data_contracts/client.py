"""client.yaml: one practice, its dated identities, fees and what it grants."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from data_contracts.agreement import Agreement
from data_contracts.corrections import WriteOffKind
from data_contracts.settings import Dated, Npi, Settings, Slug, TaxId, Text


class BillingIdentity(Dated):
    """Who bills: loop 2010AA of an 837 and the payee of an 835, from a day to a day."""

    npi: Npi
    tax_id: TaxId
    name: Text
    taxonomy: Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{9}X$")]
    address_line1: Text
    city: Text
    state: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    postal_code: Annotated[str, StringConstraints(pattern=r"^[0-9]{9}$")]
    phone: Annotated[str, StringConstraints(pattern=r"^[0-9]{10}$")]


class WriteOffLimit(Settings):
    """How much anybody may write off in one row of a correction file, and who may write off more."""

    max_amount: Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=2)]
    approvers: tuple[Text, ...] = ()


class MedicareLocality(Settings):
    """Where Medicare pays the client: contractor (MAC) and locality of the GPCI file, and whether it participates."""

    contractor: Annotated[str, StringConstraints(pattern=r"^[0-9]{5}$")]
    locality: Annotated[str, StringConstraints(pattern=r"^[0-9]{2}$")]
    participating: bool


class Client(Settings):
    """One client practice.

    `claim_prefix` starts every claim number and routes the answers: unique in the company. `charges` says which
    amount is billed: `fee_schedule` (fees.csv, times units) or `as_sent` (the charge of the encounter drop).
    `medicare` is needed for expected Medicare amounts; `accept_suggestion` is the score (0 to 1) from which the first
    suggestion for a diagnosis given as text is taken without a coder; without it a coder decides on every one.
    `established_by`: whether a patient is established by a visit of the same specialty, or of anybody of the practice.
    `write_offs` says what may be written off by a correction file; a kind that it does not name may not be.
    `agreements` say what the billing company is paid; a month without one is closed and not invoiced.
    """

    client_id: Slug
    name: Text
    specialty: Text
    claim_prefix: Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]{1,3}$")]
    charges: Literal["fee_schedule", "as_sent"]
    publish_patient_columns: bool = False
    billing_identities: tuple[BillingIdentity, ...]
    medicare: MedicareLocality | None = None
    established_by: Literal["specialty", "practice"] = "specialty"
    accept_suggestion: Annotated[Decimal, Field(gt=0, le=1, decimal_places=2)] | None = None
    write_offs: dict[WriteOffKind, WriteOffLimit] = Field(default_factory=dict)
    agreements: tuple[Agreement, ...] = ()

    @model_validator(mode="after")
    def one_a_day(self) -> Self:
        """Refuse no identity, and two identities or agreements that hold on one day."""
        if not self.billing_identities:
            raise ValueError("billing_identities: at least one is needed")
        _refuse_overlaps("billing_identities", self.billing_identities)
        _refuse_overlaps("agreements", self.agreements)
        return self

    def identity_on(self, day: date) -> BillingIdentity | None:
        """The billing identity that holds on `day`, or None."""
        return next((i for i in self.billing_identities if i.holds_on(day)), None)


def _refuse_overlaps(entry: str, of: Sequence[Dated]) -> None:
    """Raise ValueError when two hold on one day."""
    for earlier, later in pairwise(sorted(of, key=lambda dated: dated.valid_from)):
        if earlier.valid_to is None or earlier.valid_to >= later.valid_from:
            raise ValueError(f"{entry}: two hold on {later.valid_from}; give the earlier a valid_to")
