"""A practice bills, is paid, replaces claims that a coder corrected, is answered: the original is taken back whole."""

import shutil
from datetime import date

import pytest

from tasks.sandbox.clearinghouse import answer
from tasks.sandbox.encounters import make_drop
from tasks.sandbox.practice import write_workspace
from tasks.workspace import ClientFolder, Workspace
from tests.corrections.desk import as_csv, row
from tests.plain_night import published, run_company_night

BILLED, PAID, CORRECTED, SENT, ANSWERED = (
    date(2026, month, day) for month, day in ((1, 28), (1, 30), (2, 2), (2, 3), (2, 5))
)
# Days on which the clearinghouse alone has something to say.
BETWEEN = (date(2026, 1, 29), date(2026, 2, 4))
SEED, VISITS = 7, 24
CLIENT = "lakeside"
PAYABLE = """
    SELECT s.claim_number, l.line_number, l.code FROM core.remit_claim AS r
    JOIN core.claim AS c USING (claim_id) JOIN core.claim_submission AS s USING (claim_id)
    JOIN core.claim_line AS l USING (claim_id)
    WHERE r.status = 'posted' AND c.live AND c.payer_id <> 'MEDB01' AND l.code IN ('99213', '99214')
    ORDER BY s.claim_number
"""


def _correct(folder: ClientFolder) -> None:
    """A coder lowers the level of the visits that were remitted, and their claims are to be replaced."""
    rows = []
    for claim in published(folder, PAYABLE):
        lower = f"{int(claim['code']) - 1}"
        subject = f"{claim['claim_number']} | {lower}"
        rows.append(
            row("replace_service_code", reference=subject, line_number=claim["line_number"], decided_on=CORRECTED)
        )
        rows.append(row("replace_claim", claim["claim_number"], decided_on=CORRECTED))
    folder.inbox("corrections").mkdir(exist_ok=True)
    (folder.inbox("corrections") / "coder.csv").write_text(as_csv(*rows))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> ClientFolder:
    path = tmp_path_factory.mktemp("replaced") / "company"
    write_workspace(path)
    for other in Workspace(path).clients():
        if other.client_id != CLIENT:
            shutil.rmtree(other.path)
    folder = Workspace(path).client(CLIENT)
    make_drop(path, CLIENT, BILLED, VISITS, SEED)
    for day in sorted((BILLED, PAID, CORRECTED, SENT, ANSWERED, *BETWEEN)):
        answer(path, day, SEED)
        if day == CORRECTED:
            _correct(folder)
        if day not in BETWEEN:
            run_company_night(path, day)
    return folder


def test_the_payer_answers_replacements_by_a_reversal_and_a_decision(folder: ClientFolder) -> None:
    answered = published(
        folder,
        "SELECT r.remittance_id, o.remittance_id AS reversed_in, o.status_code, o.reverses IS NOT NULL AS reverses"
        " FROM core.claim AS c JOIN core.remit_claim AS r USING (claim_id)"
        " JOIN core.remit_claim AS o ON c.replaces = o.claim_id AND o.status_code = '22'"
        " AND o.remittance_id = r.remittance_id WHERE c.live AND r.status = 'posted'",
    )
    assert len(answered) >= 3
    assert all(found["reverses"] for found in answered)


def test_the_laws_hold(folder: ClientFolder) -> None:
    (found,) = published(
        folder, "SELECT count(DISTINCT night) AS nights, sum(offenders) AS offenders FROM core.law_result"
    )
    assert found == {"nights": 5, "offenders": 0}


def test_nothing_is_open_on_an_original_whose_replacement_is_answered(folder: ClientFolder) -> None:
    held = published(
        folder,
        "SELECT p.claim_id, p.account, sum(p.amount) AS amount FROM ledger.posting AS p"
        " JOIN core.claim AS c ON p.claim_id = c.replaces JOIN core.remit_claim AS r ON c.claim_id = r.claim_id"
        " WHERE c.live AND r.status = 'posted'"
        " AND (p.account LIKE 'ar_%' OR p.account LIKE 'adjustment:%' OR p.account = 'charges')"
        " GROUP BY ALL HAVING sum(p.amount) <> 0",
    )
    assert held == []
