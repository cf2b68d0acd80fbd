"""Vejledning: the user guide, a part for each kind of user, with its pictures."""

import re

import streamlit as st

from danish import words
from store.settings import ROOT
from ui import address, parts

DOCS = ROOT / "docs"
PICTURE = re.compile(r"^!\[(?P<text>[^\]]*)\]\((?P<file>billeder/[a-z0-9-]+\.png)\)$", re.MULTILINE)


def page() -> None:
    """Show the page."""
    document = (DOCS / "brugervejledning.md").read_text("utf-8")
    about, *rest = document.split("\n## ")
    chapters = {title: body for title, _, body in (part.partition("\n") for part in rest)}
    names = {re.sub(r"[^a-z]+", "-", title.lower()).strip("-"): title for title in chapters}
    parts.head("Vejledning")
    with st.container(width=860):
        st.markdown(about.partition("\n")[2])
        chosen = address.one_of(
            st.segmented_control, "For hvem", names, "for", label_visibility="collapsed"
        )
        show(chapters[names[chosen]])


def show(text: str) -> None:
    """One chapter, its pictures in their places."""
    at = 0
    for picture in PICTURE.finditer(text):
        st.markdown(text[at : picture.start()])
        st.image(DOCS / picture["file"], caption=words.capitalise(picture["text"]))
        at = picture.end()
    st.markdown(text[at:])
