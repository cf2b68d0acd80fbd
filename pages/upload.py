"""Indlæs data: choose a file or a StatBank table, or go on with what was begun.

What was read becomes a draft whose id stands in the address; `pages.draft` is the page of one.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import streamlit as st

from danish.errors import DanishError
from indicators import text
from ingest import draft_steps, draft_text, drafts, marked_copy, received, undo
from ingest.drafts import Draft
from ingest.problem import Problem
from store.release import Release, current
from store.settings import settings
from ui import forms, parts, upload_controls, upload_parts, work

READING = "Læser filen …"
NOT_DONE = "Det er ikke gjort. Ret dette:"


def page() -> None:
    """Show the page: the start, or what was just published."""
    release = current()
    done = upload_controls.published()
    facts = text.release_facts(release)
    parts.head("Indlæs data", *facts, example=bool(done and done.is_example))
    if done:
        show_published(release, done)
    else:
        start()


def start() -> None:
    """What can be loaded, where to put it, and what was begun."""
    upload_parts.steps(draft_text.STEPS, 0)
    forms.told()
    left, right = st.columns([7, 5], gap="large")
    with right:
        upload_controls.kinds(draft_text.offers(), draft_text.templates, draft_text.template)
    with left:
        files = upload_controls.choose_files("Vælg en fil", "files")
        beneath = st.container()
        table = upload_controls.choose_table(draft_text.statbank_tables())
        half_finished()
    with beneath:
        if table:
            fetch = partial(draft_steps.fetched, settings(), table[0])
            read(table, lambda progress: fetch(progress.tell), "Spørger StatBank …")
        elif files:
            begin = partial(draft_steps.begin, settings(), files)
            read(
                upload_controls.file_id(files),
                lambda progress: begin(progress.tell),
                READING,
                files,
            )


def half_finished() -> None:
    """The drafts of the last day, to go on with or to throw away."""
    entries = draft_text.half_finished(drafts.listed(settings()))
    id_, what = upload_controls.half_finished(entries)
    if what == "open":
        st.query_params[upload_controls.ADDRESS] = id_
        st.rerun()
    if what == "discard":
        draft_steps.discard(settings(), id_)
        forms.done("Den halvfærdige indlæsning er kasseret. Intet er ændret.")


def show_published(release: Release, done: draft_steps.Published) -> None:
    """What came of an upload, with links to what has changed."""
    upload_parts.steps(draft_text.STEPS, 3)
    parts.paragraphs(draft_text.published(done))
    rest = draft_text.rest(done.changes)
    upload_parts.changes(draft_text.CHANGED, done.changes.rows, rest, release.newest_periods)
    upload_parts.money(*draft_text.money(done.changes))
    go_on = partial(st.query_params.update, {upload_controls.ADDRESS: done.rest})
    upload_controls.next_step(draft_text.rest_of_file(done), go_on)


def read(
    key: Any,
    act: Callable[[work.Progress], Draft],
    doing: str,
    files: upload_controls.Files = (),
) -> None:
    """Read a file or fetch a table and go on with what was found, or tell what is wrong."""
    if draft := work.attempt("read", key, act, doing, tell, upload_controls.let_go):
        upload_controls.let_go()
        upload_controls.hold(draft.id, files)
        keep(draft)


def reread(draft: Draft, key: object, files: upload_controls.Files, **more: Any) -> None:
    """Read the file again, corrected or otherwise."""
    again = partial(draft_steps.again, settings(), draft, files, **more)
    read((draft.id, key), lambda on: again(on.tell), READING, files)


def tell(error: DanishError) -> None:
    """What is wrong, with its place where there is one."""
    problems = getattr(error, "problems", ())
    if problems and not isinstance(error, undo.UnsignedError):
        show_problems(problems)
    else:
        forms.problems(NOT_DONE, str(error).split("\n"))


def show_problems(problems: Sequence[Problem], draft: Draft | None = None) -> None:
    """What is wrong with a file, and two files to take away."""
    line = "En fejl stopper filen. En advarsel gør ikke." if problems else ""
    upload_parts.problems(draft_text.heading(problems), line, problems)
    files = upload_controls.held(draft.id) if draft else ()
    if not problems:
        return
    with st.container(horizontal=True):
        listed = partial(marked_copy.problem_list, problems)
        upload_controls.take_away("Hent fejlliste", "fejlliste.xlsx", listed)
        if draft and draft.upload and files:
            copy = partial(received.marked, files, problems, draft.upload.tables)
            upload_controls.take_away("Hent fil med markerede celler", "markeret.xlsx", copy)


def keep(draft: Draft) -> None:
    """Write a draft down and show it."""
    drafts.save(settings(), draft)
    upload_controls.show(draft)
