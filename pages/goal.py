"""Mål A–D: one goal at a time, its indicators side by side on few scales."""

import streamlit as st

from danish import dates
from indicators import text
from reports import figures, marks
from store.release import current
from ui import address, parts


def page() -> None:
    """Show the page."""
    release = current()
    facts = release.facts
    names = {goal.code: f"{goal.code} {goal.short}" for goal in release.goals.values()}
    code = address.one_of(st.segmented_control, "Mål", names, "maal", label_visibility="collapsed")
    goal = release.goals[code]
    entries = [entry for entry in release.indicators.values() if entry.goal == code]
    parts.head(f"{code}  {goal.title}", *text.release_facts(release))
    rows = release.goal_history(code, [facts.municipality, facts.peers])
    newest = release.overview(facts.municipality, facts.peers)
    status = {row["indicator"]: row for row in newest.to_dict("records") if not row["breakdown"]}
    shown = [entry for entry in entries if entry.has_data]
    if shown:
        with st.grid("auto", min_column_width=300):
            for entry in shown:
                with st.container():
                    mine = rows[rows["indicator"] == entry.id]
                    if not entry.stands_among_others:
                        mine = mine[mine["area"] == facts.municipality]
                    parts_of = marks.parts(entry, status[entry.id], dates.today())
                    parts.chart(
                        figures.small_history(release, entry, mine),
                        key=entry.id,
                        link=f"indikator?indikator={entry.id}",
                        status=[parts_of[name] for name in ("level", "movement")],
                        example="example" in set(mine["origin"]),
                    )
    if sentence := text.missing(entries):
        parts.missing(sentence)
