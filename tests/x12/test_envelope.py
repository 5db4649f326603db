"""Splitting a file of many answers and wrapping each one: routing keys, verbatim bytes, whole interchanges."""

import pytest

from tasks.x12.envelope import split, wrap
from tasks.x12.read import read_835, read_acknowledgements
from tests.x12.make_835 import remittance, write
from tests.x12.make_answers import claim, claims_answer, group, interchange
from tests.x12.test_acknowledgements import REJECTED

ANSWERS = (
    interchange(
        group(REJECTED, REJECTED.replace("17456", "17457"), code="999"),
        group(claims_answer(claim("A101", "A2"), claim("B202", "A3", level=5)), code="277", control=2),
        control=5,
        ta1="TA1*000000042*260301*1530*A*000",
    )
    + b"\n"
    + write([remittance(1), remittance(2, 2, "T2")], "|>'!", "\r\n", control=6)
)


def test_every_answer_is_a_piece_with_its_keys():
    cut = split(ANSWERS)
    assert cut.findings.is_empty()
    assert [(p.kind, p.isa_control, p.gs_control, p.st_control, p.complete) for p in cut.pieces] == [
        ("TA1", "000000005", "", "", True),
        ("999", "000000005", "1", "0001", True),
        ("999", "000000005", "1", "0002", True),
        ("277CA", "000000005", "2", "0001", True),
        ("835", "000000006", "6", "0001", True),
        ("835", "000000006", "6", "0002", True),
    ]
    ta1, first, second, claims, remit, _ = cut.pieces
    assert ta1.answered_isa_control == "000000042"
    assert (first.answered_gs_control, first.answered_st_controls) == ("17456", ("0001", "0002", "0003"))
    assert second.answered_gs_control == "17457"
    assert claims.claim_numbers == ("A101", "B202")
    assert (remit.payee_npi, remit.payee_tax_id) == ("1234567893", "777667755")


def test_the_payee_may_be_known_by_tax_id_alone():
    content = write([remittance(1)]).replace(b"*XX*1234567893~REF*TJ*777667755~", b"*FI*777667755~REF*PQ*10488~")
    piece = split(content).pieces[0]
    assert (piece.payee_npi, piece.payee_tax_id) == ("", "777667755")


def test_a_piece_is_the_bytes_received():
    for piece in split(ANSWERS).pieces:
        assert ANSWERS[piece.offset : piece.offset + len(piece.body)] == piece.body
        assert piece.body.startswith((b"ST", b"TA1"))
        assert piece.body.endswith((b"~", b"'"))


def test_a_wrapped_piece_is_a_whole_interchange_of_its_own():
    for piece in split(ANSWERS).pieces:
        again = split(wrap(piece))
        assert again.findings.is_empty(), again.findings["message"].to_list()
        assert [one.body for one in again.pieces] == [piece.body]
        read = read_835 if piece.kind == "835" else read_acknowledgements
        assert read(wrap(piece), "f")["finding"].is_empty()


def test_a_wrapped_remittance_is_the_same_payment():
    whole = read_835(write([remittance(1), remittance(2, 2, "T2")], "|>'!", "\r\n"), "f")["payment"]
    pieces = [piece for piece in split(ANSWERS).pieces if piece.kind == "835"]
    wrapped = [read_835(wrap(piece), "f")["payment"]["content_hash"][0] for piece in pieces]
    assert wrapped == whole["content_hash"].to_list()


@pytest.mark.parametrize("lost", [1, 5, 60, 200])
def test_a_cut_piece_stays_cut(lost):
    content = write([remittance(1), remittance(2, 2, "T2")])
    content = content[: content.index(b"GE*") - lost]
    cut = split(content)
    assert [piece.complete for piece in cut.pieces] == [True, False]
    assert "truncated" in cut.findings["code"].to_list()
    tables = read_835(wrap(cut.pieces[1]), "f")
    assert tables["payment"]["complete"].to_list() == [False]
    assert "truncated" in tables["finding"]["code"].to_list()
    assert wrap(cut.pieces[1]).endswith(content[-10:])


def test_latin_1_stays_verbatim():
    made = remittance(1)
    made.claims[0].last_name = "MUÑOZ"
    content = write([made]).decode().encode("latin-1")
    piece = split(content).pieces[0]
    assert content[piece.offset : piece.offset + len(piece.body)] == piece.body
    assert piece.isa + piece.gs == content[: piece.offset]


@pytest.mark.parametrize("content", [b"", b"hello", b"\0" * 200, b"ISA*00*"])
def test_no_x12_gives_problems_and_no_pieces(content):
    cut = split(content)
    assert cut.pieces == []
    assert cut.findings["severity"].to_list() == ["error"]


def test_an_unsupported_set_is_a_problem_and_the_rest_is_split():
    content = write([remittance(1), remittance(2)]).replace(b"ST*835*0001", b"ST*820*0001")
    cut = split(content)
    assert [piece.st_control for piece in cut.pieces] == ["0002"]
    assert cut.findings["code"].to_list() == ["unsupported_transaction_set"]
