"""The company's mailbox: each transaction set reaches its client once, the rest is listed, nothing is lost."""

from datetime import date
from pathlib import Path

import pytest

from tasks.mailbox.stage import run
from tasks.register import control_numbers, register
from tasks.sandbox.practice import write_workspace
from tasks.vault import Vault
from tasks.warehouse import fetch_dicts
from tasks.workspace import Workspace
from tasks.x12.read import read_835

DAY = date(2026, 1, 28)
ISA = "ISA*00*          *00*          *ZZ*PAYER          *ZZ*US             *260128*0101*^*00501*{0:09d}*0*T*:~"


def st_835(control: int, npi: str, trace: str, paid: str = "80") -> str:
    return (
        f"ST*835*{control:04d}~BPR*I*{paid}*C*ACH*CCP*01*999999992*DA*123456*1512345678**01*999988880*DA*98765*20260127~"
        f"TRN*1*{trace}*1512345678~DTM*405*20260127~N1*PR*SOME PAYER~N3*1 MAIN~N4*TOWN*AK*89111~"
        f"PER*BL*DESK*TE*8005551212~N1*PE*PRACTICE*XX*{npi}~LX*1~CLP*X{trace}*1*100*{paid}**CI*ICN{trace}*11*1~NM1*QC*1*DOE*JO~"
        f"SVC*HC:G0101*100*{paid}**1~DTM*472*20260105~CAS*CO*45*{100 - int(paid)}~SE*16*{control:04d}~"
    )


def file_835(*sets: str, control: int = 7) -> bytes:
    head = ISA.format(control) + "GS*HP*PAYER*US*20260128*0101*7*X*005010X221A1~"
    return (head + "".join(sets) + f"GE*{len(sets)}*7~IEA*1*{control:09d}~").encode()


@pytest.fixture
def company(tmp_path: Path) -> Workspace:
    write_workspace(tmp_path / "company")
    return Workspace(tmp_path / "company")


def drop(company: Workspace, name: str, content: bytes) -> None:
    company.inbox.mkdir(exist_ok=True)
    (company.inbox / name).write_bytes(content)


def npi(company: Workspace, client_id: str) -> str:
    return company.client(client_id).settings.billing_identities[0].npi


def problems(company: Workspace) -> list[tuple[str, str]]:
    with register(company) as con:
        return [(r["code"], r["file_name"]) for r in fetch_dicts(con, "SELECT * FROM problem ORDER BY code, file_name")]


def laid(company: Workspace, client_id: str, kind: str = "remits") -> list[bytes]:
    return [path.read_bytes() for path in sorted(company.client(client_id).inbox(kind).glob("*.x12"))]


def test_one_file_for_two_clients_is_taken_apart_and_kept_whole(company: Workspace) -> None:
    content = file_835(st_835(1, npi(company, "lakeside"), "T1"), st_835(2, npi(company, "harbor"), "T2"))
    drop(company, "era.txt", content)
    assert run(company, DAY) == {"files": 1, "pieces": 2, "unrouted": 0, "client_payments": 0}
    for client_id, trace in (("lakeside", "T1"), ("harbor", "T2")):
        (piece,) = laid(company, client_id)
        tables = read_835(piece, "piece")
        assert tables["payment"]["trace"].to_list() == [trace]
        assert tables["finding"].filter(severity="error").is_empty()
    assert list(company.inbox.iterdir()) == []
    (kept,) = [p for p in company.vault.glob("*/*") if p.is_file()]
    assert Vault(company.vault).read(kept.name) == content
    assert problems(company) == []


def test_the_same_content_again_is_reported_and_lays_nothing(company: Workspace) -> None:
    content = file_835(st_835(1, npi(company, "lakeside"), "T1"))
    drop(company, "era.txt", content)
    run(company, DAY)
    for path in company.client("lakeside").inbox("remits").glob("*.x12"):
        path.unlink()
    drop(company, "copy-of-era.txt", content)
    assert run(company, DAY)["pieces"] == 0
    assert laid(company, "lakeside") == []
    assert [code for code, _ in problems(company)] == ["file_sent_twice"]


def test_a_crash_before_the_file_was_removed_makes_no_noise(company: Workspace) -> None:
    content = file_835(st_835(1, npi(company, "lakeside"), "T1"))
    drop(company, "era.txt", content)
    run(company, DAY)
    with register(company) as con:
        con.execute("UPDATE mailbox_file SET cleared = false")
    drop(company, "era.txt", content)
    run(company, DAY)
    assert len(laid(company, "lakeside")) == 1
    assert problems(company) == []
    assert list(company.inbox.iterdir()) == []


def test_a_set_that_nobody_fits_waits_until_its_client_is_known(company: Workspace) -> None:
    drop(company, "era.txt", file_835(st_835(1, "1999999992", "T1")))
    assert run(company, DAY)["unrouted"] == 1
    assert problems(company) == [("no_client_fits", "era.txt")]
    settings = company.client("lakeside").settings_file
    known = npi(company, "lakeside")
    settings.write_text(settings.read_text().replace(known, "1999999992"))
    again = Workspace(company.path)
    run(again, DAY)
    assert len(laid(again, "lakeside")) == 1
    assert problems(again) == []


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.835", b"", "not_x12"),
        ("picture.835", bytes(range(256)) * 8, "not_x12"),
        ("claims.837", ISA.format(1).encode() + b"GS*HC*A*B*20260128*0101*1*X*005010X222A1~ST*837*0001*005010X222A1~"
         b"SE*2*0001~GE*1*1~IEA*1*000000001~", "unsupported_transaction_set"),
    ],
)  # fmt: skip
def test_a_file_that_holds_no_answers_is_one_problem_and_kept(
    company: Workspace, name: str, content: bytes, code: str
) -> None:
    drop(company, name, content)
    drop(company, "good.835", file_835(st_835(1, npi(company, "lakeside"), "T1")))
    assert run(company, DAY)["pieces"] == 1
    assert problems(company) == [(code, name)]
    assert len([p for p in company.vault.glob("*/*") if p.is_file()]) == 2


def test_a_cut_file_brings_its_whole_sets_and_the_cut_one_to_the_client(company: Workspace) -> None:
    first = st_835(1, npi(company, "lakeside"), "T1")
    content = file_835(first, st_835(2, npi(company, "lakeside"), "T2"))
    drop(company, "cut.835", content[: content.index(b"SVC", content.index(b"ST*835*0002"))])
    assert run(company, DAY)["pieces"] == 2
    whole, cut = (read_835(piece, "p") for piece in laid(company, "lakeside"))
    assert whole["payment"]["complete"].to_list() == [True]
    assert cut["payment"]["complete"].to_list() == [False]
    assert problems(company) == []


def test_answers_to_our_files_find_their_client_by_control_number_and_claim_prefix(company: Workspace) -> None:
    numbers = control_numbers(company, "harbor", DAY, 1)
    assert control_numbers(company, "harbor", DAY, 1) == numbers
    assert set(control_numbers(company, "lakeside", DAY, 1)).isdisjoint(numbers)
    answer = (
        ISA.format(9) + f"TA1*{numbers.start:09d}*260128*0101*A*000~GS*FA*A*B*20260128*0101*9*X*005010X231A1~"
        f"ST*999*0001*005010X231A1~AK1*HC*{numbers.start}*005010X222A1~AK2*837*0001*005010X222A1~IK5*A~AK9*A*1*1*1~"
        f"SE*6*0001~GE*1*9~IEA*1*000000009~"
    )
    drop(company, "999.txt", answer.encode())
    assert run(company, DAY) == {"files": 1, "pieces": 2, "unrouted": 0, "client_payments": 0}
    assert len(laid(company, "harbor", "acks")) == 1
    assert laid(company, "lakeside", "acks") == []


def test_a_file_still_being_written_waits(company: Workspace) -> None:
    drop(company, "era.txt.part", b"ISA")
    assert run(company, DAY)["files"] == 0
    assert (company.inbox / "era.txt.part").exists()


def lay(company: Workspace, client_id: str, name: str, content: bytes) -> Path:
    folder = company.client(client_id).inbox("remits")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)
    return folder / name


def test_a_remittance_in_a_sisters_inbox_goes_where_it_belongs(company: Workspace) -> None:
    ours, theirs = npi(company, "lakeside"), npi(company, "harbor")
    sets = (st_835(1, ours, "T1"), st_835(2, theirs, "T2"), st_835(3, "1999999984", "T3"))
    path = lay(company, "lakeside", "era.835", file_835(*sets))
    assert run(company, DAY)["pieces"] == 3
    assert not path.exists()
    (kept,), (moved,) = laid(company, "lakeside"), laid(company, "harbor")
    assert read_835(kept, "a")["payment"]["trace"].to_list() == ["T1", "T3"]
    assert read_835(moved, "a")["payment"]["trace"].to_list() == ["T2"]
    assert run(company, DAY)["files"] == 0
    assert laid(company, "lakeside") == [kept]


def test_a_clients_own_remittance_stays_as_it_is(company: Workspace) -> None:
    path = lay(company, "lakeside", "era.835", file_835(st_835(1, npi(company, "lakeside"), "T1")))
    assert run(company, DAY)["files"] == 0
    assert path.exists()
