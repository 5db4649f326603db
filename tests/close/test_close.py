"""A month closed, refused, closed softly, opened again: what is on disk and in the books after each."""

import csv
import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from data_contracts.closing import Waiver
from tasks.boundary import CloseRefused
from tasks.close.verify import verify_sealed
from tasks.month_order import CLOSED, NOT_YET, refuse_closed_day
from tasks.vault import Vault
from tasks.workspace import SQL, Workspace
from tests.close.closing import EVERYTHING, close_month, reopen_month
from tests.close.shop import DECEMBER, NOVEMBER, Shop, open_shop, paid
from tests.plain_night import published

DAY = date(2026, 12, 1)
GOLDEN = Path(__file__).with_name("golden")
TABLES = (
    "ar_aging.csv", "ar_open.csv", "charged.csv", "collections.csv", "open_items.csv", "own_account.csv",
    "postings.csv", "roll_forward.csv", "roll_forward_detail.csv", "work.csv", "agreement.json",
)  # fmt: skip


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    return open_shop(tmp_path_factory.mktemp("shop") / "company")


def copied(shop: Shop, to: Path) -> Shop:
    shutil.copytree(shop.path, to)
    return Shop(Workspace(to).client("riverside"), shop.claims)


@pytest.fixture(scope="module")
def november(worked: Shop, tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """November closed; not to be changed."""
    shop = copied(worked, tmp_path_factory.mktemp("closed") / "company")
    close(shop)
    return shop


@pytest.fixture
def shop(worked: Shop, tmp_path: Path) -> Shop:
    """November not closed yet."""
    return copied(worked, tmp_path / "company")


@pytest.fixture
def closed(november: Shop, tmp_path: Path) -> Shop:
    """November closed."""
    return copied(november, tmp_path / "company")


def close(shop: Shop, period: str = NOVEMBER, day: date = DAY, waivers: Sequence[Waiver] = EVERYTHING, **how: bool):  # type: ignore[no-untyped-def]
    return close_month(shop.path, "riverside", day, period, waivers=waivers, **how)


def test_the_sealed_tables_of_a_small_client_are_these_bytes(november: Shop) -> None:
    found = november.sealed()
    assert {name: found[name] for name in TABLES} == {name: (GOLDEN / name).read_bytes() for name in TABLES}
    manifest = json.loads(found["manifest.json"])
    assert {name.rsplit(".", 1)[0] for name in found} - {"manifest", "invoice"} == set(manifest["tables"])
    # Where the rules and edits that it was sealed by can be had again, byte for byte.
    vault = Vault(november.folder.vault)
    for place in ("close/collections.sql", "edits/diagnosis_repeated.sql"):
        assert vault.read(manifest["configuration"][f"sql/{place}"]) == (SQL / place).read_bytes()
    assert (manifest["period"], manifest["version"], manifest["previous"]) == (NOVEMBER, 1, None)
    assert manifest["after"] == {"night": "2026-12-01", "run": 1}
    assert {waiver["item"] for waiver in manifest["waivers"]} == {waiver.item for waiver in EVERYTHING}
    assert verify_sealed(november.folder) == []


def test_the_sealed_roll_forward_is_the_one_that_analysts_see_and_it_closes(november: Shop) -> None:
    """Two files add up the same movements (marts.ar_movements): one a month, one all months."""
    sealed = list(csv.DictReader(november.sealed()["roll_forward.csv"].decode().splitlines()))
    mart = november.rows(
        "SELECT * EXCLUDE (period) FROM marts.roll_forward WHERE period = DATE '2026-11-01' ORDER BY party"
    )
    assert [{name: str(value) for name, value in row.items()} for row in mart] == sealed
    for row in sealed:
        money = {name: Decimal(value) for name, value in row.items() if name != "party"}
        lowered = money["payments"] + money["adjustments"]
        raised = money["charges"] + money["refunds"] + money["transfers"]
        assert money["closing"] == money["opening"] + raised - lowered


def test_what_stands_open_blocks_until_it_is_waived_by_name(shop: Shop) -> None:
    counts = close(shop, waivers=())
    assert {k: n for k, n in counts.items() if k.startswith("blocked ")} == {
        "blocked suspended_remittance": 1, "blocked unmatched_eft": 2,
    }  # fmt: skip
    assert shop.rows("FROM core.period_close") == []
    listed = (shop.folder.path / "closed" / NOVEMBER / "open.csv").read_text().splitlines()
    assert len(listed) == 4
    (suspended,) = [line.split(",")[1] for line in listed if line.startswith("suspended_remittance")]
    waivers = (Waiver("unmatched_eft", "A. Bee", "bank is late"), Waiver(f"suspended_remittance:{suspended}", "C", "d"))
    assert close(shop, waivers=waivers[:1])["blocked"] == 1
    misspelt = (Waiver("suspended_remittance:R00", "C", "d"), waivers[0])
    told = close(shop, waivers=misspelt)
    assert (told["blocked"], told["idle waiver 0"], "idle waiver 1" in told) == (1, 1, False)
    assert close(shop, waivers=waivers)["committed"] == 1
    kept = shop.rows("SELECT kind, waived_by, waiver FROM core.close_item ORDER BY kind, subject_id")
    assert [(row["kind"], row["waived_by"]) for row in kept] == [
        ("suspended_remittance", "C"), ("unmatched_eft", "A. Bee"), ("unmatched_eft", "A. Bee"),
    ]  # fmt: skip


def test_a_month_is_closed_once_in_order_and_when_it_is_over(shop: Shop) -> None:
    with pytest.raises(CloseRefused, match="2026-11 is still open"):
        close(shop, DECEMBER)
    assert close(shop, "2026-10")["found"] == NOT_YET
    with pytest.raises(CloseRefused, match=r"the last night is 2026-12-01"):
        close(shop, day=date(2026, 11, 30))


def test_a_closed_month_is_left_alone_and_the_next_is_not_over(closed: Shop, november: Shop) -> None:
    assert close(closed)["found"] == CLOSED
    with pytest.raises(CloseRefused, match="2026-12 is not over"):
        close(closed, DECEMBER)
    assert closed.sealed() == november.sealed()


def test_no_night_is_worked_in_a_closed_month(closed: Shop) -> None:
    shop = closed
    with shop.books(DAY) as books:
        assert "2026-11 is closed" in str(refuse_closed_day(books.con, "riverside", date(2026, 11, 30)))
        assert refuse_closed_day(books.con, "riverside", DAY) is None
    reopen_month(shop.path, "riverside", DAY, NOVEMBER)
    with shop.books(DAY) as books:
        assert refuse_closed_day(books.con, "riverside", date(2026, 11, 30)) is None


def test_a_soft_close_seals_and_a_hard_one_invoices_what_was_sealed(shop: Shop) -> None:
    counts = close(shop, hard=False)
    assert "invoice" not in counts
    soft = shop.sealed()
    assert "invoice.json" not in soft
    with pytest.raises(CloseRefused, match="closed softly and not invoiced"):
        close(shop, DECEMBER, date(2027, 1, 4))
    (shop.folder.path / "client.yaml").write_text((shop.folder.path / "client.yaml").read_text().replace("6.5", "9.9"))
    close(shop, day=date(2026, 12, 3))
    hard = shop.sealed()
    assert {name: hard[name] for name in soft} == soft
    assert shop.rows("SELECT state, closed_on, hard_on, finished FROM core.period_close") == [
        {"state": "hard", "closed_on": DAY, "hard_on": date(2026, 12, 3), "finished": True}
    ]
    (invoice,) = shop.rows("SELECT invoice_number, base_amount, fee_amount, issued_on FROM core.invoice")
    # 80 of the payer and 5 of the patient, at the rate that was agreed when it was sealed.
    assert (invoice["base_amount"], invoice["fee_amount"]) == (85, Decimal("5.53"))
    assert invoice["issued_on"] == date(2026, 12, 3)


def test_opened_again_it_becomes_another_version_and_the_first_stays(closed: Shop) -> None:
    shop = closed
    first = shop.sealed()
    with pytest.raises(CloseRefused, match="only the newest closed month"):
        reopen_month(shop.path, "riverside", DAY, "2026-10")
    reopen_month(shop.path, "riverside", DAY, NOVEMBER, "A. Bee: rate was wrong")
    settings = shop.folder.path / "client.yaml"
    settings.write_text(settings.read_text().replace("6.5", "5"))
    counts = close(shop, day=date(2026, 12, 2))
    assert (counts["version"], counts["credit_note"], counts["invoice"]) == (2, 1, 1)
    assert shop.sealed() == first
    second = shop.sealed(version=2)
    assert {name for name in TABLES if first[name] != second[name]} == {"agreement.json", "own_account.csv"}
    numbers = shop.rows("SELECT invoice_number, kind, amount_due FROM core.invoice ORDER BY invoice_number")
    assert [row["kind"] for row in numbers] == ["invoice", "credit_note", "invoice"]
    assert numbers[0]["amount_due"] == -numbers[1]["amount_due"]  # type: ignore[operator]
    events = [json.loads(p.read_text()) for p in sorted((shop.folder.vault / "closes").iterdir())]
    assert [(e["event"], e["version"]) for e in events] == [("hard", 1), ("reopen", 1), ("hard", 2)]
    assert verify_sealed(shop.folder) == []


def test_a_preview_keeps_nothing_and_tells_the_same(shop: Shop, november: Shop) -> None:
    shown = close(shop, waivers=(), preview=True)
    assert shop.rows("SELECT 1 FROM core.period_close UNION ALL SELECT 1 FROM core.invoice") == []
    assert [path.name for path in (shop.folder.path / "closed" / NOVEMBER).iterdir()] == ["open.csv"]
    (invoice,) = november.rows("SELECT base_amount, amount_due FROM core.invoice")
    assert (shown["base_cents"], shown["due_cents"]) == (invoice["base_amount"] * 100, invoice["amount_due"] * 100)  # type: ignore[operator]


def test_a_preview_that_is_refused_leaves_nothing_either(shop: Shop) -> None:
    company = shop.path / "company.yaml"
    company.write_text(company.read_text().split("invoicing:")[0])
    with pytest.raises(CloseRefused, match="`invoicing` is missing"):
        close(shop, preview=True)
    assert [path.name for path in (shop.folder.path / "closed" / NOVEMBER).iterdir()] == ["open.csv"]


def test_a_soft_preview_tells_of_no_invoice(shop: Shop) -> None:
    shown = close(shop, preview=True, hard=False)
    assert shown["previewed"] == 1
    assert not [name for name in shown if name.endswith("_cents")]


def test_analysts_see_a_closed_month_as_finished_and_one_opened_again_as_open(closed: Shop) -> None:
    def seen() -> list[dict[str, object]]:
        return published(closed.folder, "SELECT state, finished FROM core.period_close")

    assert seen() == [{"state": "hard", "finished": True}]
    reopen_month(closed.path, "riverside", DAY, NOVEMBER)
    assert seen() == [{"state": "reopened", "finished": True}]


def test_a_paper_that_was_changed_shows(closed: Shop) -> None:
    (row,) = closed.rows("SELECT manifest_sha256, papers_sha256 FROM core.period_close")
    known = {f"{NOVEMBER}/v1": str(row["manifest_sha256"])}, {f"{NOVEMBER}/v1": str(row["papers_sha256"])}
    assert verify_sealed(closed.folder, *known) == []
    paper = closed.folder.path / "closed" / NOVEMBER / "v1" / "invoice.json"
    content = paper.read_bytes()
    for changed in (content.replace(b"5.53", b"5.43"), content[:-1]):
        paper.write_bytes(changed)
        assert verify_sealed(closed.folder, *known) == [
            f"{NOVEMBER}/v1: invoice.json or dunning.json is not as it was issued"
        ]
    paper.unlink()
    assert len(verify_sealed(closed.folder, *known)) == 1


class Killed(Exception):
    """The process ends here."""


def killed_at(shop: Shop, point: str) -> None:
    """A close that ends at a point."""

    def watch(now: str) -> None:
        if now == point:
            raise Killed

    with pytest.raises(Killed):
        close_month(shop.path, "riverside", DAY, NOVEMBER, watch=watch)


def as_sealed(shop: Shop) -> dict[str, object]:
    """The files of November; of the manifest all but the settings, which belong to the checkout."""
    found: dict[str, object] = dict(shop.sealed())
    manifest = json.loads(shop.sealed()["manifest.json"])
    return found | {"manifest.json": {name: value for name, value in manifest.items() if name != "configuration"}}


def test_ended_anywhere_and_done_again_it_is_the_same_month(shop: Shop, november: Shop) -> None:
    """The long version, with real kills at every step, is tests/trust/test_kills_close.py."""
    for point in ("before commit_month", "after commit_month", "before invoice", "before close finished"):
        killed_at(shop, point)
    close(shop)
    assert as_sealed(shop) == as_sealed(november)
    number = "SELECT invoice_number, amount_due FROM core.invoice"
    assert shop.rows(number) == november.rows(number)
    assert shop.rows("SELECT finished FROM core.period_close") == [{"finished": True}]


def test_money_of_december_is_decembers_and_its_takeback_names_november(closed: Shop) -> None:
    shop = closed
    one = shop.claims[0]
    reversal = paid(one, one[:-2] + "L01", 80, "T4", status="22")
    # Taken back, and put off: a provider-level adjustment that the reversal explains counts nothing beside it.
    shop.night(date(2026, 12, 2), replace(reversal, paid=0, plb=[("FB", one, -80)]))
    close(shop, DECEMBER, date(2027, 1, 4))
    rows = [line.split(",") for line in shop.sealed(DECEMBER)["collections.csv"].decode().splitlines()]
    found = sorted((r[12], r[11], r[14]) for r in rows[1:])
    assert found == [("-80.00", "takeback", "2026-11-01"), ("65.00", "insurer", "")]
    manifests = [json.loads(shop.sealed(period)["manifest.json"]) for period in (NOVEMBER, DECEMBER)]
    assert manifests[1]["previous"] is not None
    assert manifests[0]["previous"] is None
    changed = shop.folder.path / "closed" / NOVEMBER / "v1" / "collections.csv"
    changed.write_bytes(changed.read_bytes().replace(b"80.00", b"81.00"))
    assert verify_sealed(shop.folder) == ["2026-11/v1: collections.csv is not as it was sealed"]
