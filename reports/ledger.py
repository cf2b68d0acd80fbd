"""The tables of *Data og kvalitet*: sources, checks, revisions, loads, releases, the log, in words.

Each function gives one table, all of it as texts.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from danish import dates, numbers, periods, words
from indicators import difference_text, glossary, text
from store import comparison, log, publishing
from store.comparison import Difference
from store.release import Release, is_late
from store.warehouse import Load

Rows = list[tuple[str, ...]]


@dataclass(frozen=True)
class Table:
    """A table in words.

    Attributes
    ----------
    numeric
        The headings over numbers.
    note
        Said under it; or, where it has no rows, in its place.
    """

    title: str
    headings: tuple[str, ...]
    rows: Rows
    numeric: tuple[str, ...] = ()
    note: str = ""


FIRST = "første udgivelse"
IN_FORCE = "i kraft"


def sources(release: Release, today: date) -> Table:
    """The tables in use, how new they are, and when more is expected."""
    rows: Rows = []
    for row in release.sources.to_dict("records"):
        late = row["origin"] != "example" and is_late(row["next_expected"].date(), today)
        rows.append(
            (
                f"{row['table']} {row['title']}",
                f"{periods.label(row['first_period'])} – {periods.label(row['last_period'])}",
                dates.date(row["source_date"]),
                f"{periods.label(row['next_period'])}: {dates.date(row['next_expected'])}"
                + (" – nyere tal findes formentlig" if late else ""),
                glossary.entry(row["origin"]).word,
                row["licence"],
            )
        )
    headings = (
        "Tabel", "Dækker", "Hentet eller opdateret", "Ventes næste gang", "Oprindelse", "Licens",
    )  # fmt: skip
    return Table("Kilder", headings, rows, note="Kilde: Danmarks Statistik, Statistikbanken.")


def checks(release: Release) -> Table:
    """The sum rules and what came of them."""
    rows: Rows = [
        (
            row["text"],
            *map(numbers.number, (row["checked"], row["broken"])),
            text.check_outcome({str(name): cell for name, cell in row.items()}),
        )
        for row in release.checks.to_dict("records")
    ]
    numeric = ("Celler", "Brudt")
    return Table("Summer, der skal stemme", ("Regel", *numeric, "Udfald"), rows, numeric)


def revisions(release: Release) -> Table:
    """Figures that a later load changed."""
    rows: Rows = [
        (
            f"{row['source']} {row['codes']}",
            release.areas[row["area"]].name if row["area"] in release.areas else row["area"],
            periods.label(row["period"]),
            *map(numbers.number, (row["old"], row["new"], row["load"])),
        )
        for row in release.revisions.to_dict("records")
    ]
    title = f"Ændrede tal ({words.count(len(rows), 'vist', 'viste')})"
    numeric = ("Før", "Nu", "Indlæsning")
    none = "" if rows else "Ingen tal er ændret ved en senere indlæsning."
    return Table(title, ("Tal", "Område", "Periode", *numeric), rows, numeric, none)


def loads(release: Release, found: Sequence[Load], folder: Path) -> Table:
    """Every load, also those that no release holds yet.

    Parameters
    ----------
    folder
        Where the releases lie that tell what each load changed.
    """
    published = _published(release)
    since = comparison.since(folder, release.facts.municipality)
    rows: Rows = [
        (
            f"{load.number} · {load.source}",
            _spanned(load),
            numbers.number(load.cells),
            load.author,
            dates.moment(load.loaded_at),
            text.load_state(load, published),
            load.file,
            glossary.entry(load.origin).word,
            _changed(load, published, since),
        )
        for load in found
    ]
    headings = (
        "Indlæsning", "Dækker", "Celler", "Hvem", "Hvornår", "Tilstand", "Fil", "Oprindelse",
        "Ændrede",
    )  # fmt: skip
    return Table("Indlæsninger", headings, rows, ("Celler",))


def load_names(found: Sequence[Load], *, withdrawn: bool) -> dict[str, str]:
    """The loads that are withdrawn, or that are in use, by number: what to choose from."""
    return {
        str(load.number): f"{load.number} · {load.source} · {load.file}"
        for load in found
        if bool(load.withdrawn_at) == withdrawn
    }


def waiting(release: Release, found: Sequence[Load]) -> int:
    """How many loads the next release will bring or take away."""
    in_use = {load.number for load in found if not load.withdrawn_at}
    return len(in_use ^ _published(release))


def waiting_words(count: int) -> str:
    """The same in words."""
    if not count:
        return "Alle indlæsninger er udgivet."
    one, more = "indlæsning eller tilbagetrækning", "indlæsninger eller tilbagetrækninger"
    return f"{words.count(count, one, more)} venter på at blive udgivet."


def releases(folder: Path, in_force: str) -> Table:
    """All releases that are kept, newest first."""
    rows: Rows = []
    for name in publishing.names(folder):
        about = comparison.about(folder, name)
        rows.append(
            (
                name,
                dates.moment(publishing.made_at(name)),
                IN_FORCE if name == in_force else "",
                about.made_by if about else "",
                about.reason if about else "kan ikke læses af denne udgave af programmet",
            )
        )
    return Table("Udgivelser", ("Navn", "Lavet", "Tilstand", "Hvem", "Hvorfor"), rows)


def release_names(folder: Path, first: str, *, last: bool = False) -> dict[str, str]:
    """The releases by name, with when they were made: what to choose from.

    Parameters
    ----------
    first
        The one that stands first, or last.
    """
    names = publishing.names(folder)
    others = [name for name in names if name != first]
    ordered = [*others, first] if last else [first, *others]
    return {name: _release_name(folder, name, in_force=name == first) for name in ordered}


def _release_name(folder: Path, name: str, *, in_force: bool) -> str:
    about = comparison.about(folder, name)
    made = dates.moment(publishing.made_at(name))
    named = f"{made} · {about.reason}" if about and about.reason else made
    return f"{named} ({IN_FORCE})" if in_force else named


def differences(found: Sequence[Difference]) -> Table:
    """What differs between two releases: a row an indicator."""
    rows: Rows = [
        (
            f"{row.indicator} {row.title}",
            _dated(row.before, row.before_period),
            _dated(row.after, row.after_period),
            row.status,
            numbers.number(row.hidden),
            numbers.number(row.cells),
        )
        for row in map(difference_text.written, found)
    ]
    same = words.count(difference_text.unchanged(found), "indikator", "indikatorer")
    numeric = ("Nyligt skjulte", "Ændrede tal")
    headings = ("Indikator", "Før", "Efter", "Status", *numeric)
    note = f"{same} er ens i de to udgivelser."
    return Table("Det er forskelligt", headings, rows, numeric, note)


def happened(path: Path) -> Table:
    """Who did what, newest first.

    Parameters
    ----------
    path
        Of the log.
    """
    rows: Rows = [
        (dates.moment(event.at), event.who, event.action.value, event.subject, event.text)
        for event in log.newest(path)
    ]
    return Table("Log", ("Hvornår", "Hvem", "Hvad", "Hvilken", "Bemærkning"), rows)


def _spanned(load: Load) -> str:
    """The periods of a load: ``2015 – 2024``, or the one there is."""
    ends = (periods.short_label(load.first_period), periods.short_label(load.last_period))
    return " – ".join(dict.fromkeys(ends))


def _published(release: Release) -> set[int]:
    """The loads that a release has in force."""
    held = release.loads
    return set(held.loc[held["withdrawn_at"].isna(), "number"])


def _changed(
    load: Load, published: Collection[int], since: Mapping[int, tuple[str, list[Difference]]]
) -> str:
    if load.number in since:
        _, changes = since[load.number]
        return difference_text.in_short(changes)
    return FIRST if load.number in published else ""


def _dated(value: str, period: str) -> str:
    return f"{value} ({period})" if period else value
