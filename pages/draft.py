"""One half-finished upload on *Indlæs data*: coupled, checked, tried out, published."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from danish import dates
from danish.errors import DanishError
from ingest import coupling, draft_kinds, draft_steps, draft_text, drafts
from ingest.draft_kind import Candidate
from ingest.drafts import Draft
from ingest.preview import Changes, preview
from pages.upload import keep, reread, show_problems, tell
from store.release import current
from store.settings import settings
from ui import coupling_form, forms, parts, upload_controls, upload_parts, work


def page() -> None:
    """Show the page."""
    release, id_ = current(), st.query_params[upload_controls.ADDRESS]
    draft = upload_controls.opened(id_, partial(drafts.opened, settings()))
    parts.head("Indlæs data", ("Fil", draft.name), example=draft_text.is_example(draft))
    upload_parts.steps(draft_text.STEPS, draft_text.step(draft))
    forms.told()
    st.empty()  # where the start has its columns, so that they go at once and not when all is done
    left, right = st.columns([5, 7], gap="large")
    with left:
        parts.definitions("Fundet i filen", draft_text.found(draft))
        if draft.upload:
            choose(draft)
        if draft.reading:
            couple(draft)
    with right:
        finish(draft, release.name)


def choose(draft: Draft) -> None:
    """Which sheet, which rows of it, and what kind of input it is."""
    files, now = upload_controls.held(draft.id), draft_text.source_of(draft)
    sheet = upload_controls.choose_sheet(draft_text.sheets(draft), draft.sheet, draft.id)
    if sheet != draft.sheet:
        keep(draft_steps.of_sheet(settings(), draft, sheet))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = upload_controls.choose_source(draft_kinds.sources(), now, draft.id)
        rows = upload_controls.move_frame(draft_steps.rows(draft), draft.id, can=bool(files))
    if chosen != now and draft_steps.may_become(draft, chosen):
        keep(draft_steps.of_source(settings(), draft, chosen))
    elif chosen != now:
        reread(draft, chosen, files, source=chosen)
    if rows:
        reread(draft, rows, files, frames=draft_steps.moved(draft, rows))


def couple(draft: Draft) -> None:
    """What becomes of each column, and the one question that is open."""
    kind, waiting = draft_kinds.of(draft), draft_steps.waiting(draft)
    rows = kind.rows(draft)
    upload_parts.coupling(kind.headings, coupling.in_short(rows), rows)
    turn = f"{draft.id} {len(waiting)}"
    asked, buttons = st.container(), st.container(horizontal=True)
    with asked:
        if key := coupling_form.choose(draft_text.key_names(rows), waiting, turn):
            more = partial(kind.details, draft, key)
            if typed := coupling_form.ask(kind.question(draft, key), more, turn, buttons):
                try:
                    keep(draft_steps.answered(draft, key, coupling.Answer(**typed)))
                except DanishError as error:
                    tell(error)
    if draft.open and buttons.button("Bekræft alle forslag"):
        keep(draft_steps.confirmed(draft))


def finish(draft: Draft, release: str) -> None:
    """The problems, what would change, and the buttons; a button never waits for the work."""
    if work.is_known("publish", draft.id):
        publish(draft)
        return
    problems, changes, signature, buttons, said = (st.container() for _ in range(5))
    with signature:
        who, why, called = upload_controls.sign(*draft_text.to_sign(draft), draft.id)
    with buttons:
        slot, is_discarded, files = upload_controls.buttons(draft.id, again=bool(draft.upload))
    if is_discarded:
        draft_steps.discard(settings(), draft.id)
        upload_controls.leave("Indlæsningen er kasseret. Intet er ændret.")
    found = None
    with problems:
        if files:
            reread(draft, upload_controls.file_id(files), files)
        ready = checked(draft)
    with changes:
        if ready and not draft_text.unready(draft, ready):
            found = tried(draft, ready, release)
    missing = draft_text.blocked(draft, ready, found)
    pressed = slot.button("Udgiv", type="primary", disabled=bool(missing), help=missing or None)
    with said:
        if missing:
            forms.hint(missing)
        elif pressed:
            last = draft_steps.named(draft, called)
            publish(draft, partial(draft_steps.publish, settings(), last, ready, who, why, found))


def checked(draft: Draft) -> Candidate | None:
    """The draft as it would be loaded, its problems told; None where it cannot be."""
    if not draft_steps.can_be_checked(draft):
        forms.heading("Ikke kontrolleret endnu")
        return None
    check = partial(draft_steps.candidate, settings(), draft, dates.today())
    ready = work.attempt("check", draft.state, lambda _: check(), "Kontrollerer …", tell)
    if ready:
        show_problems(ready.problems, draft)
    return ready


def tried(draft: Draft, ready: Candidate, release: str) -> Changes | None:
    """What the draft would change; None where that cannot be told."""
    act = partial(preview, settings(), "en forhåndsvisning", ready.put, ready.sources)
    key, doing = (draft.state, release), "Regner ud, hvad filen ændrer …"
    found = work.attempt("preview", key, lambda _: act(), doing, tell)
    if found:
        upload_parts.changes(draft_text.CHANGES, found.rows, draft_text.rest(found))
        upload_parts.money(*draft_text.money(found))
        parts.paragraphs(draft_text.hidden(found), found.stops)
    else:
        work.offer_again("preview")
    return found


def publish(draft: Draft, act: Callable[..., draft_steps.Published] | None = None) -> None:
    """Load and publish, or go on waiting for what a run of the page before this one began."""
    done = work.attempt("publish", draft.id, lambda _: act(), draft_text.PUBLISHING, tell)
    work.forget("publish")
    if done:
        upload_controls.hold(done.rest, upload_controls.held(draft.id))
        upload_controls.publish(done)
        upload_controls.leave()
    work.offer_again("publish")
