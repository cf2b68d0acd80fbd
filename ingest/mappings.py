"""Mappings that are remembered: one JSON file for each supplier's way of making a file.

They hold names of columns and labels of answers, never answers.
"""

import json
import re
import uuid
from contextlib import suppress
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from danish import words
from danish.errors import DanishError
from ingest.columns import Column, FileMapping, faults
from ingest.problem import Problem, warning
from store.inputs import InputKind
from store.settings import CONFIG, Settings

SHIPPED = CONFIG / "mappings"


class MappingError(DanishError):
    """A mapping that was remembered cannot be used."""


def remembered(settings: Settings) -> list[FileMapping]:
    """The mappings at hand: those of this place by name, then those that are shipped.

    One that cannot be read is passed over; `broken` tells what is wrong with it.
    """
    found: dict[str, FileMapping] = {}
    for path in _files(settings):
        with suppress(MappingError):
            mapping = read(path)
            found.setdefault(mapping.name, mapping)
    return list(found.values())


def broken(settings: Settings) -> list[Problem]:
    """A warning for each file that is no mapping that can be used."""
    problems = []
    for path in _files(settings):
        try:
            read(path)
        except MappingError as fault:
            problems.append(warning(path.name, str(fault)))
    return problems


def _files(settings: Settings) -> list[Path]:
    return [
        path for folder in (_folder(settings), SHIPPED) for path in sorted(folder.glob("*.json"))
    ]


def remember(settings: Settings, mapping: FileMapping) -> None:
    """Keep a mapping for the next file from the same supplier; one of that name is replaced.

    Raises
    ------
    MappingError
        If it has no name, or speaks of what there is not.
    """
    if wrong := [*faults(mapping), *(() if mapping.name.strip() else ("Den har intet navn.",))]:
        raise MappingError(f"Koblingen kan ikke gemmes. {wrong[0]}")
    folder = _folder(settings)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{_file_name(mapping.name)}.json"
    temporary = path.with_suffix(f".{uuid.uuid4().hex}.tmp")
    temporary.write_text(as_json(mapping), "utf-8")
    temporary.replace(path)


def as_json(mapping: FileMapping) -> str:
    """A mapping as a readable JSON text."""
    document = asdict(mapping)
    document["columns"] = [
        {name: value for name, value in column.items() if value or name in ("name", "field")}
        for column in document["columns"]
    ]
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def read(path: Path) -> FileMapping:
    """Read a mapping from its file.

    Raises
    ------
    MappingError
        If the file is damaged, or speaks of a survey, register, field, question or scale that is
        not there.
    """
    try:
        return from_json(path.read_text("utf-8"))
    except json.JSONDecodeError:
        fault = "det er ikke gyldig JSON"
    except (ValueError, TypeError) as wrong:
        fault = "det er ikke tekst i UTF-8" if isinstance(wrong, UnicodeError) else str(wrong)
    except RecursionError:
        fault = "det er ikke en kobling"
    except OSError:
        fault = "filen kan ikke åbnes"
    raise MappingError(
        f"Koblingen {path.name} kan ikke bruges: {fault}. Slet filen, og kobl kolonnerne igen."
    )


def from_json(text: str) -> FileMapping:
    """A mapping from its JSON text.

    Raises
    ------
    ValueError, TypeError
        If it is not one, or speaks of what there is not. What is wrong is told in Danish.
    """
    document: dict[str, Any] = json.loads(text)
    if not isinstance(document, dict) or not isinstance(document.get("columns", []), list):
        raise TypeError("det er ikke en kobling")
    lacking = [key for key in ("name", "kind", "source", "columns") if key not in document]
    if lacking:
        raise ValueError(f"den mangler »{lacking[0]}«")
    kinds = [kind.value for kind in InputKind]
    if document["kind"] not in kinds:
        raise ValueError(f"»kind« skal være {words.listing(kinds, 'eller')}")
    mapping = FileMapping(
        _text(document["name"], "name"),
        InputKind(document["kind"]),
        _text(document["source"], "source"),
        tuple(_column(entry) for entry in document["columns"]),
        _texts(document.get("constants", {}), "constants"),
    )
    if not mapping.name.strip():
        raise ValueError("den har intet navn")
    if wrong := faults(mapping):
        raise ValueError(wrong[0].rstrip("."))
    return mapping


def _column(entry: object) -> Column:
    if not isinstance(entry, dict):
        raise TypeError("en kolonne er ikke et objekt")
    known = {one.name for one in fields(Column)}
    if unknown := sorted(set(entry) - known):
        raise ValueError(f"kender ikke »{unknown[0]}«")
    turned = entry.get("reversed", False)
    if not isinstance(turned, bool):
        raise TypeError("»reversed« er hverken true eller false")
    name, field, unit = (_text(entry.get(key, ""), key) for key in ("name", "field", "unit"))
    tables = (_texts(entry.get(key, {}), key) for key in ("labels", "missing", "fixed"))
    return Column(name, field, unit, turned, *tables)


def _text(value: object, key: str) -> str:
    if not isinstance(value, str):
        raise TypeError(f"»{key}« er ikke en tekst")
    return value


def _texts(value: object, key: str) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(one, str) for one in value.values()):
        raise TypeError(f"»{key}« er ikke tekster til tekster")
    return dict(value)


def _folder(settings: Settings) -> Path:
    return settings.data / "mappings"


def _file_name(name: str) -> str:
    """A name that is safe for a file; what tells two names apart stays."""
    safe = re.sub(r"[^0-9A-Za-zæøåÆØÅ_-]+", "-", name).strip("-")[:60] or "kobling"
    return f"{safe}-{uuid.uuid5(uuid.NAMESPACE_URL, name).hex[:8]}"
