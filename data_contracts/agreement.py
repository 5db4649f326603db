"""What the billing company is paid for: one dated agreement of a client, in client.yaml under `agreements`.

An agreement holds from a day to a day; the posted day of a payment, and the day of a piece of work, select it. Each
payment belongs to the first entry of `pricing` that fits it: its share of the invoice is that entry's rate, or nothing
where the entry prices by claim. Percentages are of dollars posted; amounts are dollars.
"""

from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from data_contracts.payer import PayerClass
from data_contracts.settings import Dated, Npi, Settings, Text

Dollars = Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=2)]
Price = Annotated[Decimal, Field(ge=0, le=Decimal("99999.99"), max_digits=7, decimal_places=2)]
Percent = Annotated[Decimal, Field(ge=0, le=100, max_digits=7, decimal_places=4)]
CodeRange = Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{5}(-[0-9A-Z]{5})?$")]
UnitKind = Literal["claim", "scrubbed_claim", "statement", "verification", "appeal", "hour"]


class Tier(Settings):
    """A rate for the part of the base up to an amount; the last tier has none. Each part is priced at its own rate."""

    up_to: Dollars | None = None
    rate: Percent


class Scope(Settings):
    """Which payments and claims an entry is about; what is left out does not narrow it.

    `payer_classes`: of payers.yaml, or `patient` for what patients pay. `codes`: 99202 or 99202-99215; money at claim
    level has no code, so it fits no entry with codes.
    """

    name: Text
    payer_classes: tuple[PayerClass | Literal["patient"], ...] = ()
    providers: tuple[Npi, ...] = ()
    places: tuple[Annotated[str, StringConstraints(pattern=r"^[0-9]{2}$")], ...] = ()
    codes: tuple[CodeRange, ...] = ()


class PercentPricing(Scope):
    """A percentage of the base: one rate, or tiers."""

    by: Literal["percent"]
    rate: Percent | None = None
    tiers: tuple[Tier, ...] = ()

    @model_validator(mode="after")
    def one_of_both(self) -> Self:
        """Refuse neither or both of rate and tiers, and tiers that do not rise to an open end."""
        if (self.rate is None) == (not self.tiers):
            raise ValueError("give rate, or tiers")
        bounds = [tier.up_to for tier in self.tiers]
        if self.tiers and (bounds[-1] is not None or None in bounds[:-1]):
            raise ValueError("tiers: each has up_to but the last")
        known = [bound for bound in bounds if bound is not None]
        if known != sorted(set(known)):
            raise ValueError("tiers: up_to must rise")
        return self


class ClaimPricing(Scope):
    """An amount for each claim of the scope first sent in the month; its payments are in no percentage."""

    by: Literal["claim"]
    amount: Price

    @model_validator(mode="after")
    def whole_claims(self) -> Self:
        """Refuse codes: a claim has many, so its payments would leave the percentage and no claim would be counted."""
        if self.codes:
            raise ValueError("a price by claim cannot be for codes: give payer_classes, providers or places")
        return self


class Discount(Settings):
    """A reduction of the fee: a percentage of it or an amount."""

    name: Text
    percent: Percent | None = None
    amount: Dollars | None = None

    @model_validator(mode="after")
    def one_of_both(self) -> Self:
        """Refuse neither or both."""
        if (self.percent is None) == (self.amount is None):
            raise ValueError("give percent, or amount")
        return self


class Agreement(Dated):
    """What is paid from `valid_from` to `valid_to`.

    base            collected_by_us    what payers and patients paid on claims that we billed
                    everything_collected    that, and what was paid on balances taken over from the biller before
                    charges            what was charged, not what was paid
    desk_payments   whether payments at the desk count: `in` or `out` (of a base of collections)
    units           dollars for each piece of work of a kind: claims sent (but those that an entry prices by claim),
                    claims scrubbed, and what the time file says
    flat, minimum, maximum    dollars a month; the last two bound the fee before discounts, setup and pass-through
    proration       whether flat, minimum, maximum and discounts in dollars of a month that the agreement covers in part
                    are taken by days
    discounts       in the order given, each percentage of the fee before any discount; never more than the fee
    setup_fee       once, in the month of `valid_from`
    sales_tax       percent of the fee after discounts, with setup, without pass-through and late fee
    late_fee        percent of what is overdue when the month is closed (softly, where it was closed softly first)
    """

    base: Literal["collected_by_us", "everything_collected", "charges"]
    desk_payments: Literal["in", "out"]
    pricing: tuple[Annotated[PercentPricing | ClaimPricing, Field(discriminator="by")], ...] = ()
    units: dict[UnitKind, Price] = Field(default_factory=dict)
    flat: Dollars | None = None
    minimum: Dollars | None = None
    maximum: Dollars | None = None
    proration: Literal["by_days", "none"] = "by_days"
    setup_fee: Dollars | None = None
    discounts: tuple[Discount, ...] = ()
    sales_tax: Percent | None = None
    late_fee: Percent | None = None
    terms_days: Annotated[int, Field(ge=0, le=120)]
    split_by_physician: bool = False

    @model_validator(mode="after")
    def bounds_in_order(self) -> Self:
        """Refuse a minimum above the maximum."""
        if self.minimum is not None and self.maximum is not None and self.minimum > self.maximum:
            raise ValueError("minimum is above maximum")
        return self
