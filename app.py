"""The app: its pages and how one moves between them."""

import streamlit as st

from danish.errors import DanishError
from pages import (
    analysis,
    data_quality,
    draft,
    economy_today,
    goal,
    guide,
    indicator,
    method,
    models,
    organisation,
    overview,
    targets,
    upload,
)
from ui import address, parts, upload_controls
from ui.theme import stylesheet

st.set_page_config(page_title="Tryghedsoverblik", page_icon="ui/static/icon.svg", layout="wide")
st.html(f"<style>{stylesheet()}</style>")
st.logo("ui/static/wordmark.svg", size="large")

# A half-finished upload has the address of the page that it was begun on.
upload_page = draft.page if upload_controls.ADDRESS in st.query_params else upload.page

PAGES = {
    "Status": [
        st.Page(overview.page, title="Overblik", default=True),
        # The default page has the empty address; this one answers to its name too.
        st.Page(overview.page, title="Overblik", url_path="overblik", visibility="hidden"),
        st.Page(goal.page, title="Mål A–D", url_path="maal"),
        st.Page(indicator.page, title="Indikator", url_path="indikator"),
        st.Page(targets.page, title="Måltal, hændelser og kommentarer", url_path="maaltal"),
    ],
    "Organisering": [
        st.Page(organisation.page, title="Organisering i dag", url_path="organisering"),
        st.Page(economy_today.page, title="Økonomi", url_path="oekonomi"),
        st.Page(analysis.page, title="Analyse", url_path="analyse"),
        st.Page(models.page, title="Modeller", url_path="modeller"),
    ],
    "Data": [
        st.Page(upload_page, title="Indlæs data", url_path="indlaes"),
        st.Page(data_quality.page, title="Data og kvalitet", url_path="data"),
        st.Page(method.page, title="Metode og ordliste", url_path="metode"),
        st.Page(guide.page, title="Vejledning", url_path="vejledning"),
    ],
}

chosen = st.navigation(PAGES, position="top")
address.listen()
try:
    chosen.run()
except DanishError as error:
    parts.notice(str(error))
