"""agreement.json of a sealed month: what its invoice is priced by, whatever is changed in the settings afterwards."""

from typing import Any

from data_contracts.client import BillingIdentity
from tasks.month import Month


def agreement(month: Month) -> dict[str, Any]:
    """What the invoice is priced by: the client's agreements up to the month, its states, the company's own terms."""
    client, company = month.client, month.company
    identity = client.identity_on(month.last_day)
    invoicing = getattr(company, "invoicing", None)
    return {
        "period": f"{month.period:%Y-%m}",
        "agreements": [
            a.model_dump(mode="json")
            for a in sorted(client.agreements, key=lambda a: a.valid_from)
            if a.valid_from <= month.last_day
        ],
        "client": {
            "client_id": client.client_id,
            "name": client.name,
            "address": [] if identity is None else _address(identity),
            "state_on": [
                {"from": i.valid_from.isoformat(), "to": i.valid_to and i.valid_to.isoformat(), "state": i.state}
                for i in sorted(client.billing_identities, key=lambda i: i.valid_from)
                if i.valid_from <= month.last_day and (i.valid_to is None or i.valid_to >= month.period)
            ],
        },
        "company": {"name": company.name, "invoicing": invoicing and invoicing.model_dump(mode="json")},
    }


def _address(identity: BillingIdentity) -> list[str]:
    code = identity.postal_code
    return [identity.address_line1, f"{identity.city}, {identity.state} {code[:5]}-{code[5:]}"]
