"""payers.yaml: the payers that the company bills, and how each is reached."""

from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from data_contracts.settings import Dated, Settings, Text

PayerId = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{2,20}$")]
PayerClass = Literal["commercial", "medicare", "medicaid", "tricare", "workers_compensation", "other"]


class CodingPolicy(Dated):
    """What a payer asks for in coding, from a day to a day; what is not said follows its class (data_contracts/rules).

    `timed_units`: how minutes of timed services become units. `prolonged`: codes of prolonged visits as CPT or Medicare
    has them. `telehealth_video`, `telehealth_audio`: the modifier of a visit at a distance, or none.
    """

    timed_units: Literal["eight_minute", "midpoint"] | None = None
    prolonged: Literal["cpt", "medicare"] | None = None
    telehealth_video: Literal["95", "GT", "none"] | None = None
    telehealth_audio: Literal["93", "FQ", "none"] | None = None


class Payer(Settings):
    """One payer.

    `payer_id` is NM109 of loop 2010BB and N104 or REF*2U of its remittances; `originator_id` is TRN03 of its 835;
    `filing_indicator` is SBR09 (CI commercial, MB Medicare Part B, MC Medicaid, BL Blue Cross, 16 Medicare HMO …);
    payers of one `route` share an interchange. `deposit_window_days`: how many days, before or after the payment day
    of its remittance, its money may reach the bank; unknown, no deposit is matched by day. `card_fee_percent`: the most
    that a card processor keeps of its payments by virtual card; unknown, no deposit below its remittance is matched.
    `accepts_frequencies`: what it takes beside original claims: "7" replaces a claim by a corrected one, "8" withdraws
    a voided claim; where that is not told, no claim is replaced, and a person withdraws what was voided. `coding`: its
    own policies of coding; on no day two.
    """

    payer_id: PayerId
    name: Text
    payer_class: PayerClass
    filing_indicator: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{2}$")]
    route: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,20}$")]
    originator_id: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{10}$")] | None = None
    deposit_window_days: Annotated[int, Field(ge=0, le=30)] | None = None
    card_fee_percent: Annotated[Decimal, Field(gt=0, le=10, decimal_places=2)] | None = None
    accepts_frequencies: tuple[Literal["7", "8"], ...] = ()
    coding: tuple[CodingPolicy, ...] = ()

    @model_validator(mode="after")
    def one_policy_a_day(self) -> Self:
        """Refuse two policies of coding on one day."""
        ordered = sorted(self.coding, key=lambda policy: policy.valid_from)
        for earlier, later in pairwise(ordered):
            if earlier.valid_to is None or later.valid_from <= earlier.valid_to:
                raise ValueError(f"coding: two policies hold on {later.valid_from}; end the earlier one before")
        return self


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
