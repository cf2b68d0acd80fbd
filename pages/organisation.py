"""Organisering i dag: units, fora, functions, efforts, money and law, and where they overlap."""

from functools import partial

import streamlit as st

from danish import dates
from indicators import build, text
from ingest.organisation import edit
from reports import (
    organisation,
    organisation_efforts,
    organisation_law,
    organisation_views,
    tables,
)
from reports.cells import Listing
from reports.organisation_views import View
from scenarios.findings import Finding
from scenarios.mapped import Mapped
from store import log
from store.release import Release, current
from store.settings import settings
from ui import address, law_filters, listings, organisation_forms, parts

QUIET = {"label_visibility": "collapsed"}


def page() -> None:
    """Show the page."""
    release = current()
    mapped = organisation.of(release, dates.today())
    if organisation.is_empty(mapped):
        parts.head("Organisering i dag", *text.release_facts(release))
        parts.paragraphs(organisation.NOTHING)
        st.markdown(organisation.HOW)
        return
    found = organisation.findings_of(mapped)
    parts.headline(
        "Organisering i dag",
        organisation.headline(mapped),
        *(f"{name} {value}" for name, value in text.release_facts(release)),
        example=organisation.is_example(mapped),
    )
    listings.counts(organisation.facts(mapped, found))
    parts.paragraphs(organisation.lacks(mapped))
    organisation_forms.told(partial(build.publish, settings(), reason=organisation.RENEWED))
    name = address.one_of(st.segmented_control, "Vis", organisation.VIEWS, "vis", **QUIET)
    if lacking := organisation.lacking(mapped, name):
        parts.paragraphs(lacking)
        st.markdown(organisation.HOW)
        return
    above = st.container()
    asked = ask(name, release, mapped, found)
    view = organisation_views.view(name, release, mapped, found, asked)
    with above:
        show_first(view)
    show_rest(release, view)


def ask(name: str, release: Release, mapped: Mapped, found: list[Finding]) -> tuple[str, ...]:
    """The choices of a view, and the small changes that can be made in it."""
    asked: tuple[str, ...] = ()
    typed = None
    with st.container(horizontal=True, vertical_alignment="bottom"):
        match name:
            case "fund":
                kinds = organisation.kinds(found)
                asked = (address.one_of(st.segmented_control, "Slags", kinds, "slags", **QUIET),)
            case "lov":
                asked = law_filters.choose(*organisation_law.options(mapped))
            case "indsatser":
                goals = organisation_efforts.goal_choices(release)
                units = organisation_efforts.unit_choices(mapped)
                asked = (
                    address.search("Søg i indsatserne", "soeg", width=260),
                    address.one_of(st.selectbox, "Mål", goals, "maal", width=260),
                    address.one_of(st.selectbox, "Enhed", units, "enhed", width=260),
                )
                typed = organisation_forms.goals(*organisation_efforts.to_change(release, mapped))
    if typed:
        change = partial(edit.change, settings(), organisation_efforts.SHEET)
        organisation_forms.save(typed, change)
    return asked


def show_first(view: View) -> None:
    """What a view says, and what is seen first."""
    if view.sentence:
        listings.sentence(view.sentence, view.is_example)
    if view.tallies:
        listings.tallies(view.tallies)
    if view.trees:
        listings.trees(view.trees)
    if view.matrix:
        listings.matrix(view.matrix)


def show_rest(release: Release, view: View) -> None:
    """The tables of a view, the first of them beside its chart, and what stands under them."""
    rest = [*view.tables]
    if view.chart:
        left, right = st.columns([4, 8], gap="large")
        with left:
            parts.chart(view.chart, key="organisation", example=view.is_example)
        with right:
            show_table(release, *rest.pop(0))
    for name, listing in rest:
        show_table(release, name, listing)
    for sentence, example in view.notes:
        if sentence:
            listings.sentence(sentence, example)
    if view.more:
        listings.more(*view.more)
    for name, file in view.to_take:
        take(release, name, file)


def show_table(release: Release, name: str, it: Listing) -> None:
    """A table, and the same to take away."""
    listings.listing(it, f"ti-{name}")
    if not it.is_empty:
        take(release, name, it.file)


def take(release: Release, name: str, file: tables.Table) -> None:
    """Two buttons for a table."""
    parts.downloads(
        f"organisering-{name}-{release.facts.municipality_name.lower()}",
        partial(tables.as_csv, file),
        partial(tables.as_xlsx, file),
        partial(log.exported, settings().log, release.name),
    )
