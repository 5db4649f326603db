"""The other side of a code: codes of one condition that differ in nothing but the side they name."""

from collections import defaultdict
from collections.abc import Iterable

from tasks.coding.suggest.documents import Document

SIDES = frozenset({"left", "right", "bilater"})
# In the title of a code without a side where its family's codes have one.
_ONE = frozenset({"unilater", "unspecifi"})


class Sides:
    """Stems by condition, so that a wording known of one side, or of none, leads to the side that was said."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._said: dict[str, str | None] = {}
        self._key: dict[str, tuple[str, int, frozenset[str]]] = {}
        self._family: dict[tuple[str, int, frozenset[str]], list[str]] = defaultdict(list)
        for document in documents:
            if document.source != "description":
                continue
            words, stem = frozenset(document.words), document.stem
            self._said[stem] = next(iter(SIDES & words)) if len(SIDES & words) == 1 else None
            self._key[stem] = (stem[:3], len(stem), words - SIDES - _ONE)
            self._family[self._key[stem]].append(stem)

    def is_one_of_two(self, stem: str) -> bool:
        """Whether the condition has a code for each side and none for both, and `stem` is one of them."""
        if self._said.get(stem) not in ("left", "right"):
            return False
        near = {self._said[s] for s in self._family[self._key[stem]] if _places(s, stem) == 1}
        return {"left", "right"} - {self._said[stem]} <= near and "bilater" not in near

    def other(self, stem: str, side: str) -> str | None:
        """The stem of the same condition on `side`, where `stem` itself names no side; None where there is none."""
        if self._said.get(stem, "") is not None:
            return None
        near = [s for s in self._family[self._key[stem]] if self._said[s] == side and _places(s, stem) == 1]
        return near[0] if len(near) == 1 else None


def _places(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=True))


def side_of(words: frozenset[str]) -> str | None:
    """The side that a phrase says: left, right or bilateral (which left and right together are); None without."""
    said = SIDES & words
    if "bilater" in said or {"left", "right"} <= said:
        return "bilater"
    return next(iter(said), None)
