"""Compares our books of many histories with those of the reference ledger, after every night, to the cent."""

import random

from tests.ledger.books import Books
from tests.ledger.histories import new_history
from tests.ledger.played import PAYERS, Play

Balances = dict[tuple[str, str | None, str | None], int]


def expected(play: Play) -> Balances:
    """The reference's balances, under our names."""
    cash = "cash:in_transit"
    loose = play.practice.loose.items()
    found: Balances = {(cash if name == "cash" else name, None, None): amount for name, amount in loose if amount}
    for history, encounter in zip(play.histories, play.practice.encounters, strict=True):
        for (account, rank, place), amount in encounter.standing().items():
            payer = history.payers[rank - 1]
            claim_id = play.claim_id(history, rank)
            names = {
                "payer": f"ar_insurer:{payer}", "patient": "ar_patient", "cash": cash,
                "contractual": "adjustment:contractual",
            }  # fmt: skip
            line = None if place is None else f"{claim_id}L{place:02d}"
            found[names.get(account, account), claim_id, line] = amount
    return found


def posted(play: Play) -> Balances:
    """Our balances."""
    rows = play.books.rows(
        "SELECT account, claim_id, line_id, cast(sum(amount) * 100 AS BIGINT) FROM ledger.posting"
        " GROUP BY ALL HAVING sum(amount) <> 0"
    )
    return {(account, claim_id, line_id): amount for account, claim_id, line_id, amount in rows}


def takebacks(play: Play) -> dict[str, tuple[int, int]]:
    """Put off, and taken: by claim, as the histories have it."""
    return {
        play.claim_id(history, rank): (put_off, taken)
        for history in play.histories
        for rank, (put_off, taken) in history.takebacks.items()
    }


def traced(play: Play) -> dict[str, tuple[int, int]]:
    """Put off, and taken: as our books trace it."""
    rows = play.books.rows(
        "SELECT claim_id, cast(sum(amount) * 100 AS BIGINT), cast(sum(recovered_amount) * 100 AS BIGINT)"
        " FROM core.takeback GROUP BY claim_id"
    )
    return {claim_id: (amount, recovered) for claim_id, amount, recovered in rows}


def compare(books: Books, seed: int, histories: int, nights: int) -> int:
    """So many histories over so many nights; returns how many payments were played. Says the seed when they differ."""
    chance = random.Random(seed)
    play = Play(books, chance)
    play.add([new_history(chance, number, PAYERS) for number in range(histories)])
    books.work()
    active = list(play.histories)
    for night in range(1, nights + 1):
        play.night(active)
        wanted, found = expected(play), posted(play)
        differing = [
            (key, wanted.get(key), found.get(key))
            for key in wanted.keys() | found.keys()
            if wanted.get(key) != found.get(key)
        ]
        assert not differing, (f"seed {seed}, night {night}", len(differing), sorted(differing, key=str)[:6])
        assert traced(play) == takebacks(play), f"seed {seed}, night {night}"
    return len(play.sent)
