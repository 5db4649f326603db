"""What people read: true to the ledger, whole in one file, the same bytes each time, and no patient on it."""

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import get_args

import pytest

from data_contracts.closing import CloseKind
from reports.contract import render_contract
from reports.month_preview import render_month_preview
from reports.nightly import contract_file, render_nightly
from reports.render import NightInfo, environment, money
from reports.words import _CLOSE_KINDS, _KINDS
from tasks.night import hmac_macro
from tasks.publish.marts import build_marts, read_marts
from tasks.warehouse import Connection, open_warehouse, scalar
from tests.publish.sample import DAY, KEY, sample_warehouse

INFO = NightInfo("Eventide Billing", "riverside", "Riverside & Sons", DAY, 1)
VOID = {"meta", "br", "link", "img", "input", "hr", "line", "rect"}
PAGES = ("nightly", "contract", "month")


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    con = sample_warehouse(tmp_path_factory.mktemp("pages") / "warehouse.duckdb", built=True)
    con.execute("""
        CREATE TABLE IF NOT EXISTS marts.reconciliation_remittances AS
        SELECT remittance_id, trace, paid_amount, claims_amount, provider_adjustments, paid_amount AS posted,
               0::DECIMAL(14, 2) AS suspense, status
        FROM core.remittance
    """)
    yield con
    con.close()


def render(con: Connection, page: str, target: Path) -> str:
    if page == "nightly":
        render_nightly(con, INFO, target)
    elif page == "contract":
        render_contract(con, INFO, "drop-4", target)
    else:
        render_month_preview(con, INFO, "2026-11", target)
    return target.read_text(encoding="utf-8")


class Structure(HTMLParser):
    """Notes what a page is made of; raises when tags do not close in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.tables_without_caption = 0
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.open and self.open[-1] == "table" and tag == "thead" and self.tags[-1][0] != "caption":
            self.tables_without_caption += 1
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"</{tag}> closes another tag"

    def every(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_well_formed_and_accessible(con: Connection, tmp_path: Path, page: str) -> None:
    structure = Structure(render(con, page, tmp_path / "page.html"))
    assert structure.every("html") == [{"lang": "en"}]
    assert len(structure.every("h1")) == 1
    assert structure.tables_without_caption == 0
    assert all("scope" in attributes for attributes in structure.every("th"))
    assert all(a.get("role") == "img" and a.get("aria-labelledby") for a in structure.every("svg"))
    ids = [a["id"] for _, a in structure.tags if "id" in a]
    assert len(ids) == len(set(ids))
    named = [i for _, a in structure.tags for i in (a.get("aria-labelledby") or "").split()]
    assert set(named) <= set(ids)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_needs_nothing_but_itself(con: Connection, tmp_path: Path, page: str) -> None:
    text = render(con, page, tmp_path / "page.html")
    structure = Structure(text)
    assert "://" not in text
    assert "@import" not in text
    assert "url(" not in text
    assert not [tag for tag, a in structure.tags if tag in {"script", "link", "img", "iframe"} or "src" in a]
    assert all(str(a["href"]).startswith(("#", "contract-")) for a in structure.every("a"))


@pytest.mark.parametrize("page", PAGES)
def test_the_same_tables_give_the_same_bytes(con: Connection, tmp_path: Path, page: str) -> None:
    render(con, page, tmp_path / "one.html")
    render(con, page, tmp_path / "two.html")
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()
    assert sorted(f.name for f in tmp_path.iterdir()) == ["one.html", "two.html"]


@pytest.mark.parametrize("page", PAGES)
def test_values_are_escaped(con: Connection, tmp_path: Path, page: str) -> None:
    text = render(con, page, tmp_path / "page.html")
    assert "Riverside &amp; Sons" in text
    assert "<HMO>" not in text


@pytest.mark.parametrize("page", ["nightly", "month"])
def test_no_patient_and_no_encounter_is_named(con: Connection, tmp_path: Path, page: str) -> None:
    assert "ZZ" not in render(con, page, tmp_path / "page.html")


def test_the_contract_page_has_the_practices_ids_and_no_values(con: Connection, tmp_path: Path) -> None:
    text = render(con, "contract", tmp_path / "page.html")
    assert "ZZE44" in text
    for value in ("ZZlast", "ZZfirst", "ZZmember", "ZZP44", "1911", "ZZ street"):
        assert value not in text


def test_the_contract_page_shows_promises_rows_and_remedies(con: Connection, tmp_path: Path) -> None:
    text = render(con, "contract", tmp_path / "page.html")
    assert "The whole batch is held." in text
    assert "A birth date is not after the visit" in text
    assert "Every visit has a patient" in text
    assert "The birth date lies after the visit" in text
    assert "Correct the birth date and send the visit again" in text
    assert '<th scope="row">Patients</th><td class="n">45</td>' in text


def test_the_nightly_report_agrees_with_the_ledger(con: Connection, tmp_path: Path) -> None:
    text = render(con, "nightly", tmp_path / "page.html")
    receivable = scalar(con, "SELECT sum(amount) FROM ledger.posting WHERE starts_with(account, 'ar_')")
    suspense = scalar(con, "SELECT -sum(amount) FROM ledger.posting WHERE starts_with(account, 'suspense')")
    # Once as a tile, once under money by payer, once under the aging table.
    assert text.count(money(receivable)) == 3
    assert f"${money(suspense)}" in text
    for words in ("Denials to work", "Claims rejected", "Money in suspense", "The books balance."):
        assert words in text
    assert "Ask the clearinghouse to send it again" in text


def test_a_broken_check_is_the_first_thing_said(con: Connection, tmp_path: Path) -> None:
    con.execute("INSERT INTO core.law_result VALUES (DATE '2026-11-20', 'planted', 3)")
    text = render(con, "nightly", tmp_path / "page.html")
    con.execute("DELETE FROM core.law_result WHERE law = 'planted'")
    assert "1 check failed." in text
    assert "The books balance." not in text


def test_the_preview_is_marked_and_its_roll_forward_adds_up(con: Connection, tmp_path: Path) -> None:
    text = render(con, "month", tmp_path / "page.html")
    assert text.count("NOT CLOSED — preview") == 2
    receivable = scalar(con, "SELECT sum(amount) FROM ledger.posting WHERE starts_with(account, 'ar_')")
    assert '<th scope="row">Closing receivables</th>' in text
    assert text.count(money(receivable)) == 2
    for amount in ("4,008.20", "\N{MINUS SIGN}460.10", "\N{MINUS SIGN}180.00", "\N{MINUS SIGN}60.00"):
        assert amount in text


def test_a_preview_ends_with_the_night_and_begins_with_the_month(con: Connection, tmp_path: Path) -> None:
    render_month_preview(con, INFO, "2026-12", tmp_path / "page.html")
    text = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "Nothing was posted in this month." in text


def test_a_first_night_with_nothing_has_a_report(tmp_path: Path) -> None:
    with open_warehouse(tmp_path / "warehouse.duckdb") as con:
        con.execute(hmac_macro(KEY))
        build_marts(con, DAY)
        con.execute("""
            CREATE TABLE IF NOT EXISTS marts.reconciliation_remittances
            (remittance_id VARCHAR, paid_amount INT, provider_adjustments INT, posted INT, suspense INT, status VARCHAR)
        """)
        text = render(con, "nightly", tmp_path / "page.html")
        assert "Nothing waits for anybody." in text
        assert "NOT CLOSED" in render(con, "month", tmp_path / "month.html")


def test_a_batch_that_does_not_exist_has_no_page(con: Connection, tmp_path: Path) -> None:
    with pytest.raises(LookupError):
        render_contract(con, INFO, "nowhere", tmp_path / "page.html")


def test_every_kind_of_work_has_its_words() -> None:
    worklist = next(mart for mart in read_marts() if mart.name == "worklist")
    kinds = worklist.columns["kind"].rstrip(".").replace(" or ", ", ").split(", ")
    assert set(kinds) == set(_KINDS)
    assert set(get_args(CloseKind)) == set(_CLOSE_KINDS)


def test_money_is_never_a_float() -> None:
    with pytest.raises(TypeError):
        money(1.0)  # type: ignore[arg-type]
    assert money(0) == "0.00"


def test_an_undefined_name_is_an_error() -> None:
    with pytest.raises(Exception, match="'nothing' is undefined"):
        environment().from_string("{{ nothing }}").render()


def test_a_contract_page_has_a_safe_name() -> None:
    assert contract_file("a/../b c") == "contract-a_.._b_c.html"
