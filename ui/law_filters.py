"""The choices of law and recommendations, kept in the address: two pages ask the same."""

from collections.abc import Mapping

import streamlit as st

from ui import address

Options = Mapping[str, str]


def choose(types: Options, authorities: Options, models: Options) -> tuple[str, str, str, str]:
    """What is looked for, the type, the authority and the model; each by its code."""
    search = address.search("Søg i lov og anbefalinger", "soeg", width=220)
    type_ = address.one_of(st.selectbox, "Type", types, "type", width=170)
    authority = address.one_of(st.selectbox, "Myndighed", authorities, "myndighed", width=220)
    model = address.one_of(st.selectbox, "Model, det gælder", models, "model", width=220)
    return search, type_, authority, model
