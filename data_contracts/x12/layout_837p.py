"""Health Care Claim: Professional (837, 005010X222A1), as we write it.

One transaction set holds the claims of one billing provider. Tables: `header` and `provider` (one row each a
transaction set), `subscriber`, `patient` (dependents only), `claim`, `other` (a coverage beside the responsible
payer's), `line`.
"""

from data_contracts.x12.layout import Guide, Level
from data_contracts.x12.layout_837p_claim import CLAIM, LINE, OTHER
from data_contracts.x12.layout_837p_parties import HEADER, PATIENT, PROVIDER, SUBSCRIBER

_TREE = ("st", "provider", "subscriber", "patient", "claim")

GUIDE = Guide(
    transaction="837",
    functional_id="HC",
    version="005010X222A1",
    keys=_TREE,
    levels=(
        Level("header", keys=("st",)),
        Level("provider", keys=("st", "provider"), hierarchy=True),
        Level("subscriber", keys=("st", "provider", "subscriber"), hierarchy=True),
        Level("patient", keys=("st", "provider", "subscriber", "patient"), hierarchy=True),
        Level("claim", keys=_TREE),
        Level("other", keys=_TREE, part=1, item="other"),
        Level("line", keys=_TREE, part=2, item="line"),
    ),
    segments=(*HEADER, *PROVIDER, *SUBSCRIBER, *PATIENT, *CLAIM, *OTHER, *LINE),
)
