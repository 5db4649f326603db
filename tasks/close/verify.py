"""Whether sealed months on disk are as they were sealed: each table by its hash, each manifest by the next one's."""

import json
from pathlib import Path

from tasks.close.manifest import MANIFEST, changed_files
from tasks.month import papers_digest
from tasks.vault import sha256
from tasks.workspace import ClientFolder


def verify_sealed(
    folder: ClientFolder, known: dict[str, str] | None = None, papers: dict[str, str | None] | None = None
) -> list[str]:
    """What is wrong with a client's sealed months, in words; empty when nothing is.

    `known` are the manifests' hashes that the published books have, by <YYYY-MM>/v<n>: no later manifest vouches for
    the last one. `papers` are those of what was issued, which no manifest has; None where the books have none.
    """
    manifests = sorted((folder.path / "closed").glob("*/v*/" + MANIFEST))
    digests = {path: sha256(path.read_bytes()) for path in manifests}
    wrong = [
        f"{_name(path)}: {name} is not as it was sealed" for path in manifests for name in changed_files(path.parent)
    ]
    for path in manifests:
        previous = json.loads(path.read_text(encoding="utf-8"))["previous"]
        if previous is not None and previous not in digests.values():
            wrong.append(f"{_name(path)}: the manifest of the month before is not the one that it was closed after")
    for name, digest in sorted((known or {}).items()):
        place = folder.path / "closed" / name / MANIFEST
        if digests.get(place) != digest:
            wrong.append(f"{name}: its manifest is missing, or not the one in the published books")
    for name, issued in sorted((papers or {}).items()):
        if issued is not None and papers_digest(folder.path / "closed" / name) != issued:
            wrong.append(f"{name}: invoice.json or dunning.json is not as it was issued")
    return wrong


def _name(manifest: Path) -> str:
    return f"{manifest.parent.parent.name}/{manifest.parent.name}"
