"""payers.yaml: the payers that the company bills, and how each is reached."""

from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from data_contracts.settings import Settings, Text

PayerId = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{2,20}$")]
PayerClass = Literal["commercial", "medicare", "medicaid", "tricare", "workers_compensation", "other"]


class Payer(Settings):
    """One payer.

    `payer_id` is NM109 of loop 2010BB and N104 or REF*2U of its remittances; `originator_id` is TRN03 of its 835;
    `filing_indicator` is SBR09 (CI commercial, MB Medicare Part B, MC Medicaid, BL Blue Cross, 16 Medicare HMO …);
    payers of one `route` share an interchange. `deposit_window_days`: how many days, before or after the payment day
    of its remittance, its money may reach the bank; unknown, no deposit is matched by day. `card_fee_percent`: the most
    that a card processor keeps of its payments by virtual card; unknown, no deposit below its remittance is matched.
    `accepts_frequencies`: what it takes beside original claims: "8" withdraws a voided claim; where that is not told,
    a person withdraws it.
    """

    payer_id: PayerId
    name: Text
    payer_class: PayerClass
    filing_indicator: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{2}$")]
    route: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,20}$")]
    originator_id: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{10}$")] | None = None
    deposit_window_days: Annotated[int, Field(ge=0, le=30)] | None = None
    card_fee_percent: Annotated[Decimal, Field(gt=0, le=10, decimal_places=2)] | None = None
    accepts_frequencies: tuple[Literal["8"], ...] = ()


class Payers(Settings):
    """All payers of the company."""

    payers: tuple[Payer, ...]

    @model_validator(mode="after")
    def unique(self) -> Self:
        """Refuse two payers with one id."""
        ids = [p.payer_id for p in self.payers]
        twice = sorted({i for i in ids if ids.count(i) > 1})
        if twice:
            raise ValueError(f"payer_id given twice: {', '.join(twice)}")
        return self
