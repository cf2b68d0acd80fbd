"""Where things are and which municipality this is.

Paths come from the environment, everything about the municipality from
`data/config/municipality.toml`; another municipality changes that file only.
"""

import os
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
CONFIG = ROOT / "data" / "config"
OFFICIAL_SAMPLE = ROOT / "data" / "sample" / "official"


@dataclass(frozen=True)
class Settings:
    """The places on disk that are made at run time. Nothing here is ever committed.

    Attributes
    ----------
    data
        The folder that holds all the rest (`TRYGHED_DATA`, default ``data/var``).
    warehouse
        The DuckDB file with all facts (`TRYGHED_WAREHOUSE`, default in `data`).
    """

    data: Path
    warehouse: Path

    @property
    def releases(self) -> Path:
        """Immutable releases and the pointer to the one in force."""
        return self.data / "releases"

    @property
    def raw(self) -> Path:
        """StatBank's answers, byte for byte."""
        return self.data / "raw"

    @property
    def lock(self) -> Path:
        """The file whose lock a writer holds."""
        return self.data / "writer.lock"

    @property
    def log(self) -> Path:
        """Who did what, one JSON object a line."""
        return self.data / "log.jsonl"


def settings() -> Settings:
    """Read the places from the environment."""
    data = Path(os.environ.get("TRYGHED_DATA") or ROOT / "data" / "var").resolve()
    warehouse = os.environ.get("TRYGHED_WAREHOUSE")
    return Settings(data, Path(warehouse).resolve() if warehouse else data / "warehouse.duckdb")


@dataclass(frozen=True)
class AreaGroup:
    """Several areas read as one: the comparison group, or an area that StatBank has no code for."""

    code: str
    name: str
    members: tuple[str, ...]


@dataclass(frozen=True)
class NamedArea:
    """A place that StatBank has no code for. `near`: what files may call it."""

    code: str
    name: str
    near: tuple[str, ...]


@dataclass(frozen=True)
class Municipality:
    """The municipality that the app is about, and whom it is compared with.

    Attributes
    ----------
    sub_areas
        Its parts, as surveys and registers may be divided.
    published_areas
        Areas that only published figures exist for; nothing is summed to them.
    """

    code: str
    name: str
    region: str
    country: str
    peers: AreaGroup
    extra_areas: tuple[AreaGroup, ...]
    sub_areas: tuple[NamedArea, ...]
    published_areas: tuple[NamedArea, ...]
    unsafe_offences: tuple[str, ...]
    disclosure_limit: int


def read_config(name: str) -> dict[str, Any]:
    """One TOML file of `data/config`."""
    with (CONFIG / name).open("rb") as file:
        return tomllib.load(file)


@cache
def municipality() -> Municipality:
    """`data/config/municipality.toml` as an object."""
    table = read_config("municipality.toml")

    def group(entry: dict[str, Any]) -> AreaGroup:
        return AreaGroup(entry["code"], entry["name"], tuple(entry["members"]))

    def named(entry: dict[str, Any]) -> NamedArea:
        return NamedArea(entry["code"], entry["name"], tuple(entry["near"]))

    return Municipality(
        code=table["code"],
        name=table["name"],
        region=table["region"],
        country=table["country"],
        peers=group(table["comparison_group"]),
        extra_areas=tuple(group(entry) for entry in table.get("extra_areas", [])),
        sub_areas=tuple(named(entry) for entry in table.get("sub_areas", [])),
        published_areas=tuple(named(entry) for entry in table.get("published_areas", [])),
        unsafe_offences=tuple(table["unsafe_offences"]),
        disclosure_limit=table["disclosure_limit"],
    )
