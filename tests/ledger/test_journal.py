"""The journal: the same bytes from the same books, and a chain that shows what was changed."""

from datetime import timedelta
from hashlib import sha256

import pytest

from flows.status import status_of
from tasks.ledger import journal
from tasks.warehouse import attached
from tests.corrections.desk import as_csv, row
from tests.ledger.books import Books
from tests.ledger.test_postings import insured_twice, primary_pays


@pytest.fixture
def told(books: Books) -> Books:
    """Two days with postings and a quiet one between."""
    claim, _ = insured_twice(books)
    books.tomorrow()
    books.tomorrow(primary_pays(claim))
    return books


def test_a_day_with_postings_has_a_file_chained_to_the_one_before(told: Books) -> None:
    files = sorted(told.folder.journal.glob("*.txt"))
    assert [f.stem for f in files] == ["2026-11-03", "2026-11-05"]
    first, last = (f.read_bytes() for f in files)
    assert b"# previous genesis\n" in first
    assert f"# previous {sha256(first).hexdigest()}\n".encode() in last
    lines = [line for line in last.decode().splitlines() if not line.startswith("#")]
    assert lines == sorted(lines)
    assert len(lines) == told.one("SELECT count(*) FROM ledger.posting WHERE posted_on = '2026-11-05'")
    assert {len(line.split("\t")) for line in lines} == {len(journal.COLUMNS)}


def test_writing_again_gives_the_same_bytes(told: Books) -> None:
    before = journal.concatenate(told.folder)
    for file in told.folder.journal.glob("*.txt"):
        file.unlink()
    assert journal.write_day(told.night()) == {"files": 2, "postings": 6}
    assert journal.concatenate(told.folder) == before
    assert journal.whole_journal(told.con) == before


def test_a_file_that_a_crash_lost_is_written_by_the_next_night(told: Books) -> None:
    before = journal.concatenate(told.folder)
    (told.folder.journal / "2026-11-05.txt").unlink()
    told.tomorrow()
    assert journal.concatenate(told.folder) == before


def test_the_text_depends_on_neither_threads_nor_time_zone(told: Books) -> None:
    before = journal.whole_journal(told.con)
    told.con.execute("SET threads = 4; SET TimeZone = 'Asia/Tokyo'")
    assert journal.whole_journal(told.con) == before


def test_an_untouched_chain_verifies(told: Books) -> None:
    assert journal.verify(told.folder) == []


@pytest.mark.parametrize("fault", ["amount", "missing", "line", "name"])
def test_tampering_is_seen(told: Books, fault: str) -> None:
    first, last = sorted(told.folder.journal.glob("*.txt"))
    if fault == "amount":
        first.write_bytes(first.read_bytes().replace(b"\t100.00\t", b"\t900.00\t"))
    elif fault == "missing":
        first.unlink()
    elif fault == "line":
        last.write_bytes(last.read_bytes().rsplit(b"\n", 2)[0] + b"\n")
    else:
        last.rename(last.with_stem("2026-11-09"))
    assert journal.verify(told.folder)


def test_no_patient_is_in_the_journal(told: Books) -> None:
    text = journal.concatenate(told.folder).decode()
    for value in ("P1", "E1", "DOE", "JANE", "M1"):
        assert not {line for line in text.splitlines() if value in line.split("\t")}


def test_a_night_without_postings_has_no_file(books: Books) -> None:
    books.day += timedelta(days=1)
    books.work()
    assert not books.folder.journal.exists()


def publish(books: Books) -> None:
    """A published file with the ledger as it stands."""
    with attached(books.con, books.folder.published, "published", "new"):
        books.con.execute(
            "CREATE SCHEMA published.ledger; CREATE TABLE published.ledger.posting AS FROM ledger.posting"
        )


@pytest.mark.parametrize("fault", ["amount", "missing"])
def test_the_last_file_is_held_against_the_published_ledger(told: Books, fault: str) -> None:
    publish(told)
    assert journal.verify(told.folder) == []
    last = max(told.folder.journal.glob("*.txt"))
    if fault == "amount":
        last.write_bytes(last.read_bytes().replace(b"\t60.00\t", b"\t90.00\t"))
    else:
        last.unlink()
    assert len(journal.verify(told.folder)) == 1


def test_the_chain_goes_through_files_of_an_earlier_version(told: Books) -> None:
    first, last = sorted(told.folder.journal.glob("*.txt"))
    old = first.read_bytes().replace(b"journal 2", b"journal 1")
    first.write_bytes(old)
    last.unlink()
    journal.write_day(told.night())
    assert journal.verify(told.folder) == []
    assert sha256(old).hexdigest().encode() in last.read_bytes()


def test_status_tells_whether_the_journals_hold(told: Books, capsys: pytest.CaptureFixture[str]) -> None:
    told.con.close()
    assert status_of(told.folder.workspace) == 0
    assert "every day's hash chain holds" in capsys.readouterr().out
    first = min(told.folder.journal.glob("*.txt"))
    first.write_bytes(first.read_bytes().replace(b"\t100.00\t", b"\t900.00\t"))
    assert status_of(told.folder.workspace) == 3
    assert "riverside: 2026-11-05.txt: the file before it" in capsys.readouterr().err


def test_what_takes_a_transaction_back_names_it(told: Books) -> None:
    claim = told.claim([50])
    told.work()
    told.drop("corrections", as_csv(row("void_claim", claim)))
    told.tomorrow()
    lines = [line.split("\t") for line in journal.concatenate(told.folder).decode().splitlines()]
    named = {line[-1] for line in lines if line[0].startswith("correction:")}
    assert named == {f"charge:{claim.claim_id}"}
