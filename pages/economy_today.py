"""Økonomi: what the task costs today, where the money is, who pays, and against what budget."""

from functools import partial

import streamlit as st

from danish import dates
from indicators import text
from ingest.economy import prices
from reports import price_rates, spending, spending_text, spending_views, tables
from reports.spending_view import View
from store import log
from store.release import Release, current
from store.settings import settings
from ui import acts, address, forms, parts

NOTHING = (
    "Der er ikke indlæst noget budget eller regnskab endnu. Indlæs et udtræk af kommunens budget "
    "eller regnskab, og mærk de linjer, der hører til opgaven."
)
STATE_INDEX = (
    "Statens indeks er ikke kommunernes skøn. Det bruges kun, hvor kommunens eget mangler, og det "
    "står ved hvert tal."
)
UNTAGGED = "Ingen linjer er mærket til opgaven endnu. Indlæs mærker med skabelonen »Mærker«."


def page() -> None:
    """Show the page."""
    release = current()
    rows = release.spending
    if rows.empty:
        parts.head("Økonomi", *text.release_facts(release))
        parts.paragraphs(NOTHING)
        return
    bases = spending.choices(rows, dates.today())
    names = spending.choice_names(bases)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        quiet = {"label_visibility": "collapsed"}
        code = address.one_of(st.selectbox, "Version", names, "beloeb", width=380, **quiet)
        view = address.one_of(st.segmented_control, "Vis", spending_views.VIEWS, "vis", **quiet)
    money = spending.money(release, bases[code])
    parts.headline(
        "Ø", spending_text.headline(money.amount), *spending.said(release, money),
        example=money.is_example,
    )  # fmt: skip
    if not money.amount.øre:
        parts.paragraphs(UNTAGGED)
    if view != "priser":
        parts.facts_row(
            (what, parts.fact(number, unit, more))
            for what, number, unit, more in spending.facts(release, money)
        )
    else:
        edit_prices()
    show(release, money, spending_views.view(view, release, money, dates.today()), view)


def show(release: Release, money: spending.Money, view: View, name: str) -> None:
    """The chart, the table, and the sentence to quote with all that it rests on."""
    left, right = st.columns([7, 5], gap="large")
    below = st.container()
    with left:
        if view.chart:
            parts.chart(view.chart, key=f"chart {name}", example=money.is_example)
        parts.paragraphs(*view.sentences)
    with left if not view.chart else below if view.is_wide else right:
        tabulate(release, view, name)
    with right if view.is_wide or not view.chart else left:
        quote = spending.sentence(release, money)
        parts.definitions("Til dagsordenen", [("Kan citeres", quote), *spending.ground(money)])


def edit_prices() -> None:
    """Write the percentages: a new estimate, one taken away, the state's index for want of one."""
    forms.told()
    forms.heading("Ret pris- og lønskøn")
    who, why = acts.signature("Nyt skøn fra KL")
    held = prices.in_force(settings())
    act = None
    with st.container(horizontal=True, vertical_alignment="bottom"):
        year = st.text_input("Til år", key=forms.field("year"), placeholder="2027", width=100)
        percent = st.text_input("Procent", key=forms.field("percent"), placeholder="3,2", width=100)
        day = st.date_input(
            "Skønnet den", None, key=forms.field("day"), format="DD-MM-YYYY", width=160
        )
        if st.button("Gem"):
            act = partial(prices.add, settings(), year, percent, day, who, why)
        names = price_rates.rate_names(held)
        if chosen := acts.choice("Fjern", "Skøn", names, "Fjern det"):
            rate = price_rates.rate_of(held, chosen)
            act = partial(prices.remove, settings(), rate, who, why)
        uses = price_rates.uses_state_index(held)
        if st.button("Fjern statens indeks" if uses else "Brug statens indeks"):
            act = partial(prices.use_state_index, settings(), who, why, use=not uses)
    forms.hint(STATE_INDEX)
    if act:
        forms.attempt("Gemt. Beløbene regnes om, når der er udgivet.", act, clear=True)


def tabulate(release: Release, view: View, name: str) -> None:
    """The amounts as a table, and to take away."""
    if not view.rows:
        return
    columns = [parts.Column(heading, heading in view.numeric) for heading in view.headings]
    parts.table(view.title, columns, view.rows)
    parts.downloads(
        f"oekonomi-{name}-{release.facts.municipality_name.lower()}",
        partial(tables.as_csv, view.file),
        partial(tables.as_xlsx, view.file),
        partial(log.exported, settings().log, release.name),
    )
