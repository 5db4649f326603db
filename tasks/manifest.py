"""What a night was given: inputs in order, the bytes of every setting and rule, the software version.

A replay lays the same things there again. Settings and rules are kept in the client's vault, named by sha256.
"""

import json
import shutil
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from data_contracts.mapping import PACKAGED
from tasks.night import Night
from tasks.vault import Vault, sha256
from tasks.workspace import RULES, SQL, ClientFolder, write_whole


def software_version() -> str:
    """The version of Cleanclaim that runs."""
    return version("cleanclaim")


@dataclass(frozen=True)
class Configuration:
    """Settings, rules and edits of one night: place in the workspace (or in the project) -> bytes."""

    files: dict[str, bytes]

    @property
    def digests(self) -> dict[str, str]:
        """Place -> sha256, sorted by place."""
        return {place: sha256(content) for place, content in sorted(self.files.items())}

    @property
    def digest(self) -> str:
        """One sha256 over all of it."""
        return sha256(json.dumps(self.digests, sort_keys=True).encode())


def read_configuration(folder: ClientFolder) -> Configuration:
    """The settings that a client's night depends on, as they lie on disk now.

    Places start with `workspace/` (company.yaml, payers.yaml, edits), `client/` (client.yaml, fees, crosswalk, key,
    edits), `sql/`, `rules/` and `mappings/` (the project's own).
    """
    files: dict[str, bytes] = {}
    workspace = folder.workspace.path
    groups = (
        ("workspace", workspace, ["company.yaml", "payers.yaml", "edits/*.sql", "codes/*.csv"]),
        ("client", folder.path, ["client.yaml", "client.key", "*.csv", "edits/*.sql", "mappings/*.yaml"]),
        ("sql", SQL, ["*/*.sql", "*/*/*.sql"]),
        ("rules", RULES, ["*.yaml"]),
        ("mappings", PACKAGED, ["*.yaml"]),
    )
    for prefix, root, patterns in groups:
        for path in sorted(p for pattern in patterns for p in root.glob(pattern)):
            files[f"{prefix}/{path.relative_to(root).as_posix()}"] = path.read_bytes()
    return Configuration(files)


def manifest(night: Night, configuration: Configuration, code_sets: list[dict[str, Any]]) -> str:
    """The manifest of a run as canonical JSON."""
    content = {
        "night": night.day.isoformat(),
        "run": night.run,
        "software": software_version(),
        "control_numbers": [night.control_numbers.start, len(night.control_numbers)],
        "configuration": configuration.digests,
        "code_sets": code_sets,
        "inputs": night.inputs,
        "consumed": sorted(night.consumed),
    }
    return json.dumps(content, indent=1, sort_keys=True)


def keep_configuration(vault: Vault, configuration: Configuration) -> None:
    """Keep the bytes of every setting in the vault; what is there already is not written again."""
    for content in configuration.files.values():
        vault.keep(content)


def manifest_path(folder: ClientFolder, night: str, run: int) -> Path:
    """Where the manifest of a run lies."""
    return folder.vault / "manifests" / f"{night}-{run:02d}.json"


def write_manifest(folder: ClientFolder, night: str, run: int, text: str) -> None:
    """Write the manifest of a run beside the files it names."""
    write_whole(manifest_path(folder, night, run), text.encode())


def read_manifests(folder: ClientFolder) -> list[dict[str, Any]]:
    """All manifests of a client, oldest run first."""
    return [json.loads(path.read_text()) for path in sorted((folder.vault / "manifests").glob("*.json"))]


def lay_out(original: ClientFolder, copy: ClientFolder, manifest: dict[str, Any]) -> None:
    """Lay settings and inputs of a manifest into a scratch client's folder, from the original's vault."""
    lay_settings(original, copy, manifest)
    vault = Vault(original.vault)
    for entry in manifest["inputs"]:
        inbox = copy.inbox(entry["kind"])
        if "files" in entry:
            # control.json is laid last, as a practice would.
            for name, digest in sorted(entry["files"].items(), key=lambda item: item[0] == "control.json"):
                write_whole(inbox / entry["name"] / name, vault.read(digest))
        else:
            write_whole(inbox / entry["name"], vault.read(entry["sha256"]))


def lay_settings(original: ClientFolder, copy: ClientFolder, manifest: dict[str, Any]) -> None:
    """Lay the settings and code sets of a manifest into a scratch client's folder; others are taken away."""
    vault = Vault(original.vault)
    places = {"workspace": copy.workspace.path, "client": copy.path}
    wanted: dict[str, str] = manifest["configuration"]
    for place in {*read_configuration(copy).files, *wanted}:
        prefix, _, relative = place.partition("/")
        if prefix in places and place in wanted:
            write_whole(places[prefix] / relative, vault.read(wanted[place]))
        elif prefix in places:
            (places[prefix] / relative).unlink()
    _lay_code_sets(original, copy, manifest["code_sets"])


def _lay_code_sets(original: ClientFolder, copy: ClientFolder, releases: list[dict[str, Any]]) -> None:
    """The code set releases that the run judged by, linked; one that was loaded later must not be there yet."""
    source, target = original.workspace.code_sets, copy.workspace.code_sets
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for release in releases:
        name = f"{release['code_set']}.{release['version']}.parquet"
        if (source / name).is_file():
            (target / name).symlink_to((source / name).resolve())


def changed_rules(manifests: list[dict[str, Any]]) -> list[str]:
    """The project's own SQL and rule files that are not as they were in some night of `manifests`."""
    recorded: dict[str, set[str]] = {}
    for manifest_of_run in manifests:
        for place, digest in manifest_of_run["configuration"].items():
            if place.startswith(("sql/", "rules/", "mappings/")):
                recorded.setdefault(place, set()).add(digest)
    now = {
        f"{prefix}/{path.relative_to(root).as_posix()}": sha256(path.read_bytes())
        for prefix, root in (("sql", SQL), ("rules", RULES), ("mappings", PACKAGED))
        for path in root.rglob("*")
        if path.suffix in {".sql", ".yaml"}
    }
    return sorted(place for place, digests in recorded.items() if digests != {now.get(place)})
