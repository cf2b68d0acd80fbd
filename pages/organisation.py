"""Organisering i dag: units, fora, functions, efforts, money and law, and where they overlap."""

from functools import partial

import streamlit as st

from danish import dates
from indicators import text
from reports import (
    organisation,
    organisation_efforts,
    organisation_findings,
    organisation_functions,
    organisation_law,
    organisation_money,
    organisation_rows,
    organisation_units,
    tables,
)
from reports.cells import Listing
from reports.organisation_law import Choice
from scenarios import findings
from scenarios.findings import Finding
from scenarios.mapped import Mapped
from store import log
from store.release import Release, current
from store.settings import settings
from ui import address, law_filters, listings, parts

WIDE = {"label_visibility": "collapsed"}


def page() -> None:
    """Show the page."""
    release = current()
    mapped = organisation.of(release, dates.today())
    if organisation.is_empty(mapped):
        parts.head("Organisering i dag", *text.release_facts(release))
        parts.paragraphs(organisation.NOTHING)
        st.markdown(organisation.HOW)
        return
    found = findings.find(mapped)
    parts.headline(
        "Organisering i dag",
        organisation.headline(mapped),
        *(f"{name} {value}" for name, value in text.release_facts(release)),
        example=organisation.is_example(mapped),
    )
    listings.counts(
        (what, number, more, "", example)
        for what, number, more, example in organisation.facts(mapped, found)
    )
    view = address.one_of(st.segmented_control, "Vis", organisation.VIEWS, "vis", **WIDE)
    if lacking := organisation.lacking(mapped, view):
        parts.paragraphs(lacking)
        st.markdown(organisation.HOW)
    elif view == "fund":
        show_findings(release, mapped, found)
    else:
        SHOWN[view](release, mapped)


def show_findings(release: Release, mapped: Mapped, found: list[Finding]) -> None:
    """Overlaps and holes, rule by rule."""
    listings.tallies(organisation_findings.tallies(found))
    kinds = organisation.kinds(found)
    kind = address.one_of(st.segmented_control, "Slags", kinds, "slags", **WIDE)
    take(
        release, "fund", organisation_findings.listing(release, mapped, found, kind), "ti-findings"
    )
    parts.paragraphs(organisation_findings.clean(found), organisation_findings.untried(found))


def show_units(release: Release, mapped: Mapped) -> None:
    """Committees with their centres and units."""
    listings.trees(organisation_units.tree(mapped))
    take(release, "enheder", organisation_units.units_listing(release, mapped))


def show_fora(release: Release, mapped: Mapped) -> None:
    """The fora by level."""
    take(release, "fora", organisation_units.fora(release, mapped))


def show_functions(release: Release, mapped: Mapped) -> None:
    """Who has the responsibility for what."""
    parts.paragraphs(organisation_functions.summary(mapped))
    listings.matrix(organisation_functions.matrix(mapped))
    parts.paragraphs(organisation_functions.note(mapped))
    to_take(release, "funktioner", organisation_functions.file(release, mapped))


def show_efforts(release: Release, mapped: Mapped) -> None:
    """Which goals and ages are reached, and the efforts one by one."""
    parts.paragraphs(organisation_efforts.summary(mapped))
    listings.matrix(organisation_efforts.coverage(release, mapped))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        search = address.search("Søg i indsatserne", "soeg", width=300)
        goals = organisation_efforts.goal_choices(release)
        goal = address.one_of(st.selectbox, "Mål", goals, "maal", width=300)
        units = organisation_efforts.unit_choices(mapped)
        unit = address.one_of(st.selectbox, "Enhed", units, "enhed", width=300)
    take(release, "indsatser", organisation_efforts.listing(release, mapped, search, goal, unit))


def show_money(release: Release, mapped: Mapped) -> None:
    """What it costs by centre and by effort."""
    costs = organisation_money.costs(release, mapped)
    parts.paragraphs(organisation_money.summary(costs, mapped))
    example = any(cost.is_example for cost in costs)
    if chart := organisation_money.chart(costs, mapped):
        left, right = st.columns([5, 7], gap="large")
        with left:
            parts.chart(chart, key="cost", example=example)
        with right:
            take(release, "center", organisation_money.by_centre(release, mapped, costs))
    listings.sentence(*organisation_money.budget(release, dates.today()))
    take(release, "beloeb", organisation_money.by_effort(release, mapped))


def show_law(release: Release, mapped: Mapped) -> None:
    """Law and recommendations, as they are asked for."""
    parts.paragraphs(organisation_law.summary(mapped))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        choice = Choice(*law_filters.choose(*organisation_law.options(mapped)))
    take(release, "lov", organisation_law.listing(release, mapped, choice), "ti-law")


def take(release: Release, name: str, it: Listing, kind: str = "") -> None:
    """A table, and the same to take away."""
    listings.listing(it, kind)
    to_take(release, name, it.file)


def to_take(release: Release, name: str, file: tables.Table) -> None:
    """A table to take away."""
    parts.downloads(
        f"organisering-{name}-{release.facts.municipality_name.lower()}",
        partial(organisation_rows.as_csv, file),
        partial(tables.as_xlsx, file),
        partial(log.exported, settings().log, release.name),
    )


SHOWN = {
    "enheder": show_units,
    "fora": show_fora,
    "funktioner": show_functions,
    "indsatser": show_efforts,
    "oekonomi": show_money,
    "lov": show_law,
}
