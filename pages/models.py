"""Modeller: what each model means, side by side, and what one must weigh to put one first."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from charts.description import Description
from danish import dates
from indicators import text
from ingest.organisation import written
from reports import models as told
from reports import models_views, models_weighing, tables
from reports.models import Models, SideBySide
from reports.models_moves import Matrix
from reports.models_views import Block, Section, View
from store import log
from store.release import Release, current
from store.settings import settings
from ui import address, model_parts, parts

QUIET = {"label_visibility": "collapsed"}


def page() -> None:
    """Show the page."""
    release = current()
    models = told.models_of(release)
    top = st.container()
    if not models.ids:
        head(top, release, models, ())
        parts.paragraphs(models_views.NOTHING)
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        view = choice("Vis", models_views.VIEWS, "vis")
        start = told.first_choice(models)
        ids = models.choices()
        chosen = tuple(address.several_of("Modeller", ids, "modeller", start, **QUIET))
    if len(chosen) < 2:
        parts.paragraphs(models_views.TOO_FEW)
    if not chosen:
        head(top, release, models, ())
        return
    match view:
        case "side":
            part = choice("Del", models_views.PARTS, "del")
            facts = release.facts
            newest = partial(release.overview, facts.municipality, facts.peers)
            found = models_views.side(part, models, chosen, newest, dates.today())
            show(found)
        case "flytter":
            part, found = "", models_views.moves(models, chosen)
            show(found)
        case "stroemme":
            part = choice("Mål i", models_views.MEASURES, "maalt")
            found = models_views.flows(models, chosen, part)
            show(found)
        case _:
            part, found = weigh(models, chosen)
    head(top, release, models, found.sheets)
    name = models_views.file_name(view, part, release.facts.municipality_name)
    parts.downloads(
        name,
        partial(tables.as_csv, found.file),
        partial(tables.as_xlsx, found.file),
        partial(log.exported, settings().log, release.name),
        (
            models_views.WHOLE,
            "organisation-og-modeller",
            partial(written.export_for_all, settings()),
        ),
    )


def head(top: st.delta_generator.DeltaGenerator, release: Release, models: Models,
         sheets: Sequence[str]) -> None:  # fmt: skip
    """The head line, drawn when it is known what the view rests on."""
    invented = told.invented(models, sheets)
    with top:
        facts = [(invented, "")] if invented else text.release_facts(release)
        parts.head("Modeller", *facts, example=bool(invented))


def weigh(models: Models, chosen: tuple[str, ...]) -> tuple[str, View]:
    """The sliders, and what comes of them; the step that is shown, and its view."""
    what = models_weighing.weighing(models, chosen)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        step = choice("Trin", models_views.STEPS, "trin")
        whose = models_weighing.weight_choices(what)
        party = address.one_of(st.selectbox, "Vægte fra", whose, "parti", width=260, **QUIET)
    start = models_weighing.start(what, party)
    highest = models_weighing.highest(start)
    if step != "vaegte":
        weights = address.numbers(start, "v", highest)
        found = models_weighing.result(models, chosen, tuple(weights.values()))
        view = models_views.weighing(step, models, found)
        show(view)
        return step, view
    left, right = st.columns([5, 7], gap="large")
    with left:
        block(Section("Vægte", "Hvor meget er springet fra værst til bedst værd?"), "")
        weights = address.sliders(what.criteria, start, "v", highest)
    found = models_weighing.result(models, chosen, tuple(weights.values()))
    view = models_views.weighing(step, models, found)
    with right:
        show(view)
    return step, view


def choice(label: str, options: dict[str, str], key: str) -> str:
    """One of a few, kept in the address."""
    return address.one_of(st.segmented_control, label, options, key, **QUIET)


def show(view: View) -> None:
    """Rows of columns of blocks."""
    for at, row in enumerate(view.rows):
        places = [st.container()] if len(row) == 1 else st.columns(len(row), gap="medium")
        for place, (column, blocks) in zip(places, enumerate(row), strict=True):
            with place:
                for number, one in enumerate(blocks):
                    block(one, f"{at} {column} {number}")


def block(one: Block, key: str) -> None:
    """A table, a chart, a heading or a sentence."""
    match one:
        case SideBySide():
            model_parts.side_by_side(one)
        case Matrix():
            model_parts.matrix(one)
        case Section(title, line):
            model_parts.section(title, line)
        case str(sentence):
            parts.paragraphs(sentence)
        case chart:
            described: Description = chart
            parts.chart(described, key=f"{type(chart).__name__} {key}")
