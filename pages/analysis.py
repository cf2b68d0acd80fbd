"""Analyse: today beside law and recommendations, line by line, and what others have tried."""

from functools import partial

import streamlit as st

from danish import dates
from indicators import build, text
from ingest.organisation import edit
from reports import analysis, organisation, organisation_law, tables
from reports.cells import Listing
from reports.organisation_law import Choice
from scenarios.mapped import Mapped
from store import log
from store.release import Release, current
from store.settings import settings
from ui import address, law_filters, listings, organisation_forms, parts


def page() -> None:
    """Show the page."""
    release = current()
    mapped = organisation.of(release, dates.today())
    if not mapped.rows(organisation_law.SHEET):
        parts.head("Analyse", *text.release_facts(release))
        parts.paragraphs(analysis.NOTHING)
        st.markdown(organisation.HOW)
        return
    parts.headline(
        "Analyse",
        analysis.headline(mapped),
        *(f"{name} {value}" for name, value in text.release_facts(release)),
        example=analysis.is_example(mapped),
    )
    listings.counts((*fact, False) for fact in analysis.facts(mapped))
    organisation_forms.told(partial(build.publish, settings(), reason=organisation.RENEWED))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        view = address.one_of(
            st.segmented_control, "Vis", analysis.VIEWS, "vis", label_visibility="collapsed"
        )
        typed = (
            organisation_forms.judgement(*analysis.to_judge(mapped)) if view == "linjer" else None
        )
    if typed:
        change = partial(edit.change, settings(), organisation_law.SHEET)
        organisation_forms.save(typed, change)
    {"linjer": show_lines, "kommuner": show_municipalities}[view](release, mapped)


def show_lines(release: Release, mapped: Mapped) -> None:
    """Every rule and recommendation, and how it is met today."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        judged = address.one_of(
            st.selectbox, "Opfyldt i dag", analysis.judgements(mapped), "opfyldt", width=180
        )
        choice = Choice(*law_filters.choose(*organisation_law.options(mapped)))
    wanted = analysis.Wanted(choice, judged)
    take(release, "linjer", analysis.listing(release, mapped, wanted), "ti-linjer")


def show_municipalities(release: Release, mapped: Mapped) -> None:
    """What other municipalities have tried, for and against."""
    take(release, "andre-kommuner", analysis.comparison(release, mapped), "ti-andre-kommuner")


def take(release: Release, name: str, it: Listing, kind: str) -> None:
    """A table, and the same to take away."""
    listings.listing(it, kind)
    parts.downloads(
        f"analyse-{name}-{release.facts.municipality_name.lower()}",
        partial(tables.as_csv, it.file),
        partial(tables.as_xlsx, it.file),
        partial(log.exported, settings().log, release.name),
    )
