"""Posts to the ledger what the rules of sql/posting say of tonight's rows. The only writer of ledger.posting.

A rule is a SELECT in a file of its own, of transfers: an amount goes from the account `credit` to the account `debit`,
so a transaction cannot but sum to zero. Both sides are of the same claim and line, unless debit_claim_id names another.
The head of a rule says `id`, `title`, `when` (the kind of tonight's rows that it reads) and perhaps `repeat` (a SELECT
of numbers, for each of which it runs in turn, as the variable `repetition`). Transactions that the ledger has are left
alone, so posting again changes nothing; transaction_id is made from the business key of what happened. What takes an
earlier transaction back, or restates its amounts, names it in `corrects`.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tasks.night import Night
from tasks.warehouse import scalar, sql_head
from tasks.workspace import SQL

# Is there anything tonight that rules of this kind read?
_TONIGHT = {
    "claims": "SELECT count(*) FROM core.claim WHERE created_on = getvariable('business_day')",
    "remittances": """
        SELECT (SELECT count(*) FROM core.remittance WHERE received_on = getvariable('business_day'))
            + (SELECT count(*) FROM core.remit_event WHERE status_on = getvariable('business_day'))
    """,
    "patient_payments": "SELECT count(*) FROM core.patient_payment WHERE received_on = getvariable('business_day')",
    "corrections": """
        SELECT count(*) FROM core.correction WHERE settled_on = getvariable('business_day') AND status = 'applied'
    """,
    "deposits": "SELECT count(*) FROM core.deposit_match WHERE matched_on = getvariable('business_day')",
}

_PROPOSED = """
    CREATE OR REPLACE TEMP TABLE proposed (
        transaction_id VARCHAR, debit VARCHAR, credit VARCHAR, amount DECIMAL(14, 2), effective_on DATE,
        claim_id VARCHAR, line_id VARCHAR, payer_id VARCHAR,
        debit_claim_id VARCHAR, debit_line_id VARCHAR, debit_payer_id VARCHAR,
        source_file VARCHAR, source_position BIGINT, rule VARCHAR, corrects VARCHAR
    )
"""


@dataclass(frozen=True)
class Rule:
    """One file of sql/posting."""

    name: str
    when: str
    repeat: str
    select: str


@cache
def read_rules(folder: Path = SQL / "posting") -> tuple[Rule, ...]:
    """All posting rules, in order of their file names."""
    rules = []
    for file in sorted(folder.glob("*.sql")):
        text = file.read_text(encoding="utf-8")
        head = sql_head(text)
        rules.append(Rule(head["id"], head["when"], head.get("repeat", "SELECT 1"), text))
    return tuple(rules)


@cache
def _prepared(name: str) -> str:
    return (SQL / "posting" / "prepare" / f"{name}.sql").read_text(encoding="utf-8")


def post(night: Night, *kinds: str) -> tuple[int, int]:
    """Append the transactions that tonight's rows of these kinds call for; returns how many, and their postings."""
    con = night.con
    con.execute(f"SET VARIABLE business_day = DATE '{night.day}'; SET VARIABLE night_run = {night.run:d}")
    active = {kind for kind in kinds if scalar(con, _TONIGHT[kind])}
    if not active:
        return 0, 0
    if "remittances" in active:
        con.execute(_prepared("tonight"))
    con.execute(_PROPOSED)
    for rule in (rule for rule in read_rules() if rule.when in active):
        for (number,) in con.execute(rule.repeat).fetchall():
            con.execute(f"SET VARIABLE repetition = {number:d}")
            con.execute(f"INSERT INTO proposed BY NAME {rule.select}")
    con.execute(_prepared("keep"))
    row = con.execute("SELECT count(DISTINCT transaction_id), count(*) FROM to_post").fetchone()
    return (int(row[0]), int(row[1])) if row else (0, 0)
