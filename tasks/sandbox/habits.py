"""payer_habits.yaml: how practice payers decide and pay."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from tasks.sandbox.chance import number, share
from tasks.sandbox.files import PACKAGE


@dataclass(frozen=True)
class Habits:
    """One payer's habits, in the words of payer_habits.yaml."""

    payer_id: str
    originator_id: str
    street: str
    city: str
    state: str
    postal_code: str
    allowed: list[int]
    coinsurance: int
    copay: int
    deductible: list[int]
    claim_copay: int
    sequestration: int
    denied_status: str
    method: str
    filing_indicator: str

    def allowed_cents(self, code: str, charge: int) -> int:
        """What a code is worth to this payer: always the same percent of the charge."""
        least, most = self.allowed
        tenths = least * 10 + number("allowed", self.payer_id, code) % ((most - least) * 10 + 1)
        return charge * tenths // 1000

    def deductible_cents(self, member_id: str) -> int:
        """The deductible of a member for a year."""
        return self.deductible[number("deductible", self.payer_id, member_id) % len(self.deductible)] * 100


@cache
def _file() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((PACKAGE / "payer_habits.yaml").read_text(encoding="utf-8"))
    return content


@cache
def habits_of(payer_id: str) -> Habits:
    """The habits of a payer; one not in the file has those of `anyone`, and an originator id made from its own id."""
    named = _file()["payers"].get(payer_id)
    values = dict(named or _file()["anyone"])
    values["originator_id"] = values["originator_id"] or f"1{number('originator', payer_id) % 10**9:09d}"
    return Habits(payer_id=payer_id, **values)


def answers(payer_id: str) -> bool:
    """False for a payer that decides nothing here: whoever practises with it writes its remittances."""
    return payer_id not in _file()["silent"]


def denials() -> list[dict[str, Any]]:
    """Reasons for which payers refuse."""
    return list(_file()["denials"])


def duplicate() -> dict[str, Any]:
    """How a payer refuses what it has decided before."""
    return dict(_file()["duplicate"])


def rejection(who: str, claim_number: str, seed: int) -> dict[str, Any] | None:
    """Why `who` (clearinghouse or payer) turns a claim away, or None when it takes it."""
    chance = share(seed, "rejection", who, claim_number)
    for kind in _file()["rejections"][who]:
        chance -= kind["share"]
        if chance < 0:
            return dict(kind)
    return None
