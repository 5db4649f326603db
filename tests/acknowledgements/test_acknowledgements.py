"""Acknowledgements: every answer becomes an event of each claim it speaks of, once, whatever the order of arrival."""

import shutil
from collections.abc import Iterable
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

from tasks.acknowledgements.stage import run
from tasks.claims.stage import run as run_claims
from tasks.night import Night
from tasks.publish.marts import build_mart, read_mart
from tasks.warehouse import fetch_dicts, open_database, scalar, sql_file
from tasks.workspace import Workspace
from tests.claims.world import DAY, Rows, make_night, make_workspace

PLAINS, COASTAL = "000000042", "000000041"


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three claims sent to plains, in two transaction sets (0001: two claims, 0002: one), and one to coastal."""
    path = tmp_path_factory.mktemp("sent") / "w"
    night = make_night(make_workspace(path))
    rows = Rows()
    rows.add(1)
    rows.add(2)
    rows.add(3, service_from=date(2026, 11, 1), service_to=date(2026, 11, 1))
    rows.add(4, coverages=[{"payer_id": "COAST2"}])
    rows.load(night.con)
    run_claims(night)
    night.con.close()
    return path


@pytest.fixture
def night(sent: Path, tmp_path: Path) -> Night:
    """A later night over a copy of `sent`."""
    return reopen(sent, tmp_path / "w")


def reopen(sent: Path, copy: Path) -> Night:
    shutil.copytree(sent, copy)
    workspace = Workspace(copy)
    return make_night(workspace, con=open_database(workspace.client("riverside").warehouse))


def numbers(night: Night, isa: str = PLAINS, st: str = "%") -> list[str]:
    rows = night.con.execute(
        "SELECT claim_number FROM core.claim_submission WHERE isa_control = ? AND st_control LIKE ? ORDER BY ALL",
        [isa, st],
    ).fetchall()
    return [number for (number,) in rows]


def deliver(night: Night, *files: str | bytes) -> dict[str, int]:
    """Put files into inbox/acks, run the stage, and clear the inbox as the night does."""
    folder = night.folder.inbox("acks")
    folder.mkdir(parents=True, exist_ok=True)
    for place, content in enumerate(files):
        (folder / f"{place}.x12").write_bytes(content if isinstance(content, bytes) else content.encode())
    counts = run(night)
    for path in folder.iterdir():
        path.unlink()
    return counts


def interchange(*segments: str, control: int = 7, day: str = "261103") -> str:
    head = (
        f"ISA*00*          *00*          *ZZ*NORTHCLR       *ZZ*EVENTIDE01     *{day}*0530*^*00501*{control:09}*0*T*:~"
    )
    return head + "".join(f"{s}~" for s in segments) + f"IEA*{sum(s[:3] == 'GS*' for s in segments)}*{control:09}~"


def group(kind: str, version: str, *sets: Iterable[str], control: int = 7, day: str = "20261103") -> list[str]:
    lines = [f"GS*{kind}*NORTHCLR*EVENTIDE01*{day}*0530*{control}*X*{version}"]
    for place, body in enumerate(sets, start=1):
        name = {"FA": "999", "HN": "277"}[kind]
        whole = [f"ST*{name}*{place:04}*{version}", *body]
        lines += [*whole, f"SE*{len(whole) + 1}*{place:04}"]
    return [*lines, f"GE*{len(sets)}*{control}"]


def answer_999(verdicts: dict[str, str], *, gs: str = "42", control: int = 7, whole: str | None = None) -> str:
    """A 999 for one of our groups; `verdicts` by ST02."""
    body = [f"AK1*HC*{gs}*005010X222A1"]
    for st, verdict in verdicts.items():
        body.append(f"AK2*837*{st}*005010X222A1")
        if verdict not in "A":
            body += ["IK3*CLM*22**8", "IK4*2*782*1"]
        body.append(f"IK5*{verdict}")
    taken = sum(v in "AE" for v in verdicts.values())
    body.append(f"AK9*{whole or ('A' if taken == len(verdicts) else 'P')}*2*2*{taken}")
    return interchange(*group("FA", "005010X231A1", body, control=control), control=control)


def answer_277ca(
    statuses: dict[str, str], *, by: str = "AY", day: str = "20261104", control: int = 8, icn: str | None = None,
    file_status: str = "A1:19", reference: str = "0000000420001",
) -> str:  # fmt: skip
    """A 277CA; `statuses` maps claim number to STC01."""
    body = [
        f"BHT*0085*08*{control}*{day}*0530*TH", "HL*1**20*1", f"NM1*{by}*2*WHO EVER*****46*X1", "TRN*1*1",
        f"DTP*050*D8*{day}", f"DTP*009*D8*{day}", "HL*2*1*21*1", "NM1*41*2*EVENTIDE BILLING*****46*EVENTIDE01",
        f"TRN*2*{reference}", f"STC*{file_status}*{day}*WQ*300", "HL*3*2*19*1", "NM1*85*2*RIVERSIDE*****XX*1234567893",
    ]  # fmt: skip
    for place, (number, status) in enumerate(statuses.items(), start=4):
        body += [f"HL*{place}*3*PT", "NM1*QC*1*DOE*JANE****MI*W1", f"TRN*2*{number}", f"STC*{status}*{day}*WQ*150"]
        if icn:
            body.append(f"REF*1K*{icn}")
        body.append("DTP*472*D8*20261030")
    return interchange(*group("HN", "005010X214", body, control=control, day=day), control=control, day=day[2:])


def events(night: Night, where: str = "event <> 'submitted'") -> list[tuple[str, str, str, str]]:
    return night.con.execute(
        f"SELECT claim_number, event, outcome, source FROM core.claim_event WHERE {where} ORDER BY ALL"
    ).fetchall()


def status(night: Night) -> dict[str, tuple[str, str]]:
    night.con.execute(f"SET VARIABLE business_day = DATE '{DAY}'")
    build_mart(night.con, read_mart("claim_status", sql_file("marts", "claim_status")))
    rows = fetch_dicts(night.con, "SELECT * FROM marts.claim_status")
    return {row["claim_number"]: (row["status"], row["source"]) for row in rows}


def problems(night: Night) -> list[str]:
    return [code for (code,) in night.con.execute("SELECT code FROM core.problem ORDER BY code").fetchall()]


def test_nothing_new_costs_nothing_and_says_so(night: Night) -> None:
    assert run(night) == {"files": 0, "answers": 0, "events": 0, "rejected": 0, "unmatched": 0}
    assert set(status(night).values()) == {("submitted", "us")}


def test_a_999_speaks_of_every_claim_of_its_set(night: Night) -> None:
    counts = deliver(night, answer_999({"0001": "E", "0002": "R"}))

    first, second = numbers(night, st="0001"), numbers(night, st="0002")
    assert counts == {"files": 1, "answers": 2, "events": 3, "rejected": 1, "unmatched": 0}
    assert events(night) == sorted(
        [(n, "999", "accepted_with_errors", "clearinghouse") for n in first]
        + [(n, "999", "rejected", "clearinghouse") for n in second]
    )
    found = status(night)
    assert [found[n] for n in (*first, *second)] == [("received", "clearinghouse")] * 2 + [
        ("rejected", "clearinghouse")
    ]
    assert found[numbers(night, COASTAL)[0]] == ("submitted", "us")
    messages = scalar(night.con, "SELECT min(message) FROM core.claim_event WHERE outcome = 'rejected'")
    assert messages == "999 R: CLM at 22: segment error 8, element 2 (782) error 1"


def test_a_999_that_turns_the_whole_group_away_names_no_set(night: Night) -> None:
    body = ["AK1*HC*42*005010X222A1", "AK9*R*2*2*0*1"]
    deliver(night, interchange(*group("FA", "005010X231A1", body)))

    assert {(e[1], e[2]) for e in events(night)} == {("999", "rejected")}
    assert len(events(night)) == 3


def test_a_ta1_speaks_of_every_claim_of_its_interchange(night: Night) -> None:
    deliver(
        night,
        interchange(f"TA1*{PLAINS}*261102*0000*R*005"),
        interchange(f"TA1*{COASTAL}*261102*0000*A*000", control=9),
    )

    assert {e[0]: e[2] for e in events(night)} == dict.fromkeys(numbers(night), "rejected") | dict.fromkeys(
        numbers(night, COASTAL), "accepted"
    )
    days = night.con.execute(
        "SELECT DISTINCT event_on, status_code FROM core.claim_event WHERE event = 'ta1' ORDER BY ALL"
    )
    assert days.fetchall() == [(date(2026, 11, 3), "000"), (date(2026, 11, 3), "005")]


def test_clearinghouse_and_payer_speak_apart_and_the_payers_number_is_kept(night: Night) -> None:
    one, two = numbers(night, st="0001")
    deliver(night, answer_277ca({one: "A1:19", two: "A3:21"}))
    deliver(night, answer_277ca({one: "A2:20:PR"}, by="PR", day="20261105", icn="ICN77"))

    assert events(night) == sorted(
        [
            (one, "277ca", "accepted", "clearinghouse"),
            (one, "277ca", "accepted", "payer"),
            (two, "277ca", "rejected", "clearinghouse"),
        ]
    )
    found = status(night)
    assert (found[one], found[two]) == (("accepted", "payer"), ("rejected", "clearinghouse"))
    kept = fetch_dicts(night.con, "SELECT claim_number, payer_claim_number FROM marts.claim_status ORDER BY ALL")
    assert {r["claim_number"]: r["payer_claim_number"] for r in kept}[one] == "ICN77"
    assert problems(night) == []


@pytest.mark.parametrize("code", ["A3", "A6", "A7", "A8"])
def test_a_rejection_is_never_a_denial(night: Night, code: str) -> None:
    one = numbers(night)[0]
    deliver(night, answer_277ca({one: f"{code}:562:85"}, by="PR"))

    assert status(night)[one] == ("rejected", "payer")
    assert scalar(night.con, "SELECT count(*) FROM core.claim_event WHERE outcome = 'denied'") == 0


def test_a_code_that_is_neither_leaves_the_claim_pending(night: Night) -> None:
    one = numbers(night)[0]
    deliver(night, answer_277ca({one: "A5:19"}))

    assert status(night)[one] == ("pending", "clearinghouse")


def test_the_order_of_arrival_does_not_matter(sent: Path, tmp_path: Path) -> None:
    """A payer's rejection of a later day holds against earlier and later acceptances by others."""
    seen = []
    for place, order in enumerate(list(permutations(range(4)))[::5]):
        night = reopen(sent, tmp_path / str(place))
        [one] = numbers(night, isa=COASTAL)
        files = [
            answer_999({"0001": "A"}, gs="41"),
            answer_277ca({one: "A1:19"}, day="20261107", reference="0000000410001"),
            answer_277ca({one: "A2:20"}, by="PR", day="20261105", control=9),
            answer_277ca({one: "A7:21"}, by="PR", day="20261106", control=10),
        ]
        for index in order:
            deliver(night, files[index])
        ids = night.con.execute("SELECT event_id FROM core.claim_event ORDER BY ALL").fetchall()
        seen.append((status(night)[one], ids))

    assert all(each == seen[0] for each in seen)
    assert seen[0][0] == ("rejected", "payer")
    assert len(seen[0][1]) == 4 + 4


def test_an_acceptance_by_the_payer_overrides_an_earlier_rejection_by_the_clearinghouse(night: Night) -> None:
    one = numbers(night)[0]
    deliver(night, answer_277ca({one: "A2:20"}, by="PR", day="20261106"), answer_277ca({one: "A3:21"}, day="20261104"))
    assert status(night)[one] == ("accepted", "payer")

    deliver(night, answer_277ca({one: "A3:21"}, day="20261107"))
    assert status(night)[one] == ("rejected", "clearinghouse"), "a later rejection holds, whoever makes it"


def test_the_same_answer_in_two_files_is_one_event(night: Night) -> None:
    one = numbers(night)[0]
    first = deliver(night, answer_277ca({one: "A2:20"}, control=8), answer_999({"0001": "A"}, control=7))
    again = deliver(
        night, answer_277ca({one: "A2:20"}, control=88).replace("~", "~\n"), answer_999({"0001": "A"}, control=77)
    )

    assert (first["events"], again["answers"], again["events"]) == (3, 0, 0)
    assert scalar(night.con, "SELECT count(*) - count(DISTINCT event_id) FROM core.claim_event") == 0


def test_the_same_file_under_another_name_is_reported_and_adds_nothing(night: Night) -> None:
    content = answer_999({"0001": "A"})
    deliver(night, content)
    before = len(events(night))
    deliver(night, b"not x12", content)

    assert len(events(night)) == before
    assert problems(night) == ["file_sent_twice", "not_x12"]


def test_a_rejection_of_the_whole_file_by_277ca_reaches_every_claim_of_the_set(night: Night) -> None:
    deliver(night, answer_277ca({}, file_status="A3:24"))

    assert events(night) == [(n, "277ca", "rejected", "clearinghouse") for n in numbers(night, st="0001")]


def test_answers_that_match_no_claim_are_listed(night: Night) -> None:
    counts = deliver(
        night,
        answer_277ca({"XX0123456789AB01": "A2:20"}),
        answer_999({"0001": "A"}, gs="999"),
        interchange("TA1*000000999*261102*0000*A*000", control=3),
    )

    assert counts["unmatched"] == 3
    assert problems(night) == ["answers_no_claim"] * 3
    text = scalar(night.con, "SELECT string_agg(message || remedy, ' ') FROM core.problem")
    assert "XX0123456789AB01" not in text
    assert scalar(night.con, "SELECT count(*) FROM core.acknowledgement WHERE matched_claims = 0") == 3


def test_a_bad_file_is_one_clear_problem_and_the_others_are_read(night: Night) -> None:
    good = answer_999({"0001": "A", "0002": "A"})
    cut = answer_277ca(dict.fromkeys(numbers(night), "A7:21"))
    counts = deliver(night, good, cut[: len(cut) * 2 // 3], b"", bytes(range(256)) * 4, "a,b\n1,2\n")

    assert counts["files"] == 5
    assert {e[1:] for e in events(night)} == {("999", "accepted", "clearinghouse")}
    assert problems(night) == ["not_x12", "not_x12", "not_x12", "truncated"]


def test_one_broken_set_does_not_silence_the_others_of_its_file(night: Night) -> None:
    bodies = [
        ["AK1*HC*42*005010X222A1", "AK2*837*0001*005010X222A1", "IK5*R", "AK9*P*2*2*1"],
        ["AK1*HC*42*005010X222A1", "AK2*837*0002*005010X222A1", "IK5*A", "AK9*P*2*2*1"],
    ]
    content = interchange(*group("FA", "005010X231A1", *bodies)).replace("SE*6*0001", "SE*9*0001")
    deliver(night, content)

    assert events(night) == [(n, "999", "accepted", "clearinghouse") for n in numbers(night, st="0002")]
    assert len(problems(night)) == 1


def test_a_file_that_says_nothing_of_claims_is_a_problem(night: Night, shared: Path) -> None:
    remittance = (shared / "x12" / "835" / "kputnam-era-sample.x12").read_bytes()
    about_enrolment = (shared / "x12" / "999" / "azoner-834-ls-le-ls-5010.999.x12").read_bytes()
    deliver(night, remittance, about_enrolment)

    assert problems(night) == ["no_answer", "unsupported_transaction_set"]
    assert events(night) == []


def test_real_acknowledgements_reach_the_claims_they_name(night: Night, shared: Path) -> None:
    sent = [("A101", "000000001", "28", "0028"), ("5781", "000000002", "2", "0001"), ("A103", "3", "17456", "0003")]
    for number, isa, gs, st in sent:
        night.con.execute(
            "INSERT INTO core.claim_submission VALUES (?, ?, 1, '1', 'f', ?, ?, ?, 1, DATE '2011-01-01')",
            [number, f"id{number}", isa, gs, st],
        )
    names = ["999/imsweb-x12-999-rejected.x12", "277ca/imsweb-x12-277CA-accepted.x12",
             "999/kputnam-response-to-functional-group-containing-3-837s.x12"]  # fmt: skip
    deliver(night, *[(shared / "x12" / name).read_bytes() for name in names])

    assert events(night) == [
        ("5781", "277ca", "accepted", "payer"),
        ("A101", "999", "rejected", "clearinghouse"),
        ("A103", "999", "rejected", "clearinghouse"),
    ]
    assert fetch_dicts(
        night.con, "SELECT payer_claim_number, event_on FROM core.claim_event WHERE claim_number = '5781'"
    ) == [{"payer_claim_number": "1107000000014420", "event_on": date(2011, 3, 11)}]
    assert problems(night) == ["answers_no_claim"], "two of the three sets of one 999 are not ours"
