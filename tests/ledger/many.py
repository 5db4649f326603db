"""Many claims at once, put straight into a warehouse of `tests.ledger.books`: thousands in a second."""

from collections.abc import Sequence
from decimal import Decimal

import polars as pl

from tests.ledger.books import NPI, SERVICE, TAX_ID, Books, Claim

_FACTS = {
    "core.encounter": """
        SELECT 'b1/' || encounter AS received_id, 'b1' AS batch_id, encounter AS encounter_id, day AS received_on,
            'h' AS content_hash, 'f' AS source_file, number + 1 AS source_line, charge AS charge_received,
            'P' || number AS patient_id, 'insurance' AS financial_class, service AS service_from,
            service AS service_to, 'claimed' AS state, day AS state_since
        FROM many_claims
    """,
    "core.coverage": """
        SELECT 'b1' AS batch_id, 'C' || number || '-' || priority AS coverage_id, 'P' || number AS patient_id, payer_id,
            priority, '18' AS relationship, DATE '2020-01-01' AS effective_from
        FROM (SELECT number, unnest(payers) AS payer_id, unnest(range(1, len(payers) + 1)) AS priority FROM many_claims)
    """,
    "core.claim": """
        SELECT claim_id, 'b1/' || encounter AS received_id, encounter AS encounter_id, 'P' || number AS patient_id,
            'insurer' AS party, payers[1] AS payer_id, 'C' || number || '-1' AS coverage_id, 1 AS payer_priority,
            npi AS billing_npi, tax_id AS billing_tax_id, '11' AS place_of_service, service AS service_from,
            service AS service_to, charge, 0 AS patient_paid, day AS created_on, TRUE AS live, 'encounter' AS origin
        FROM many_claims
    """,
    "core.claim_line": """
        SELECT line_id, claim_id, line_number, line_number AS source_line_number, 'HCPCS' AS code_system,
            'A000' || line_number AS code, 1 AS units, 'UN' AS unit_basis, charge, service AS service_from,
            service AS service_to, '1' AS diagnosis_pointers
        FROM many_lines
    """,
    "core.coded_service": """
        SELECT 'b1/' || encounter AS received_id, line_number, charge FROM many_lines
    """,
    "core.claim_submission": """
        SELECT claim_id || '01' AS claim_number, claim_id, 1 AS sequence, '1' AS frequency, day || '.837' AS claim_file,
            '000000041' AS isa_control, '1' AS gs_control, '0001' AS st_control, charge, day AS submitted_on
        FROM many_claims
    """,
}


def cents(amount: int) -> Decimal:
    """Dollars of so many cents."""
    return Decimal(amount).scaleb(-2)


def many_claims(books: Books, wanted: Sequence[tuple[Sequence[int], Sequence[str]]]) -> list[Claim]:
    """Encounters (charges by line in cents, payers in order) and their claims, sent to the first payer."""
    claims, rows, lines = [], [], []
    for charges, payers in wanted:
        books.encounters += 1
        encounter = f"E{books.encounters}"
        claim_id = books.claim_id(encounter, payers[0])
        ids = tuple(f"{claim_id}L{n:02d}" for n in range(1, len(charges) + 1))
        claims.append(Claim(claim_id, claim_id + "01", ids))
        rows.append((claim_id, encounter, books.encounters, list(payers), cents(sum(charges))))
        lines += [(claim_id, encounter, ids[n - 1], n, cents(charge)) for n, charge in enumerate(charges, 1)]
    facts = {"day": books.day, "service": SERVICE, "npi": NPI, "tax_id": TAX_ID}
    told = [pl.lit(value).alias(name) for name, value in facts.items()]
    money = pl.col("charge").cast(pl.Decimal(14, 2))
    head, line = ("claim_id", "encounter", "number", "payers", "charge"), ("claim_id", "encounter", "line_id")
    books.con.register("many_claims", pl.DataFrame(rows, head, orient="row").with_columns(money, *told).to_arrow())
    books.con.register(
        "many_lines",
        pl.DataFrame(lines, (*line, "line_number", "charge"), orient="row").with_columns(money, *told).to_arrow(),
    )
    for table, facts_of in _FACTS.items():
        books.con.execute(f"INSERT INTO {table} BY NAME {facts_of}")
    return claims
