"""What is known of a transaction set that goes on from one block of a file to the next."""

import hashlib
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from tasks.x12.block_tables import Read
from tasks.x12.blocks import NONE
from tasks.x12.plausible import CLAIM_KEYS
from tasks.x12.segments import Ints


@dataclass
class Carried:
    """Of the open transaction set: the sum of its claims in cents, its hash so far, hashes of its claims' keys."""

    total: int = 0
    digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)
    claims: set[int] = field(default_factory=set)

    def hashes(self, read: Read) -> list[str]:
        """The hashes of the payments that end in a block."""
        made = []
        for at, text in enumerate(read.texts):
            if at or not read.continues:
                self.digest = hashlib.sha256()
            self.digest.update(text)
            if at < len(read.texts) - read.open:
                made.append(self.digest.hexdigest())
        return made

    def repeated(self, read: Read) -> Ints:
        """The segments (in the file, from 0) of claims that came in an earlier block of the same transaction set."""
        earlier, self.claims = self.claims, set()
        if not (read.continues or read.open):
            return NONE
        claim = read.tables["claim"]
        keys = claim.select(pl.struct(CLAIM_KEYS).hash()).to_series().to_numpy()
        of_set, rows = claim["st_index"].to_numpy(), claim["segment"].to_numpy() - 1
        again = NONE
        if read.continues and earlier:
            first = of_set == read.start.sets
            again = rows[first][np.array([key in earlier for key in keys[first].tolist()], bool)]
        if read.open:
            kept = earlier if read.continues and read.last == read.start.sets else set()
            self.claims = kept | set(keys[of_set == read.last].tolist())
        return again
