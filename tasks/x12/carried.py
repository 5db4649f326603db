"""What is known of a transaction set that goes on from one block of a file to the next."""

import hashlib
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from tasks.x12.blocks import NONE, Block
from tasks.x12.plausible import CLAIM_KEYS
from tasks.x12.segments import Ints


@dataclass
class Carried:
    """Of the open transaction set: the sum of its claims in cents, its hash so far, hashes of its claims' keys."""

    total: int = 0
    digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)
    claims: set[int] = field(default_factory=set)

    def hashes(self, texts: list[bytes | memoryview], block: Block) -> list[str]:
        """The hashes of the payments that end in a block, from the texts of all of them."""
        made = []
        for at, text in enumerate(texts):
            if at or not block.continues:
                self.digest = hashlib.sha256()
            self.digest.update(text)
            if at < len(texts) - block.open:
                made.append(self.digest.hexdigest())
        return made

    def repeated(self, claim: pl.DataFrame, block: Block) -> Ints:
        """The segments (in the block) of its claims that came in an earlier block of the same transaction set."""
        earlier, self.claims = self.claims, set()
        if not (block.continues or block.open):
            return NONE
        keys = claim.select(pl.struct(CLAIM_KEYS).hash()).to_series().to_numpy()
        of_set, rows = claim["st_index"].to_numpy(), claim["segment"].to_numpy() - 1 - block.row + block.begin
        again = NONE
        if block.continues and earlier:
            first = of_set == block.sets
            again = rows[first][np.array([key in earlier for key in keys[first].tolist()], bool)]
        if block.open:
            last = block.sets + len(block.file.envelope.st) - 1
            kept = earlier if block.continues and last == block.sets else set()
            self.claims = kept | set(keys[of_set == last].tolist())
        return again
