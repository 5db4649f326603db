"""Clients take control numbers in the order of their names, whichever begins sooner."""

import asyncio

from flows.turns import Turns


def test_the_slower_earlier_client_goes_first() -> None:
    taken: list[str] = []

    async def client(turns: Turns, name: str, needs_numbers: bool, begins_after: int) -> None:
        for _ in range(begins_after):
            await asyncio.sleep(0)
        if needs_numbers:
            await turns.wait(name)
            taken.append(name)
        turns.end(name)

    async def night() -> None:
        turns = Turns(("cove", "harbor", "lakeside", "summit"))
        slowness = {"cove": (True, 9), "harbor": (False, 7), "lakeside": (True, 3), "summit": (True, 0)}
        await asyncio.gather(*(client(turns, name, *how) for name, how in slowness.items()))

    asyncio.run(asyncio.wait_for(night(), 5))
    assert taken == ["cove", "lakeside", "summit"]
