"""Files to take away, and that it is written down who took what."""

from pathlib import Path

import pytest

from store import log
from tests.e2e.serving import Server
from tests.e2e.tab import Tab

pytest_plugins = ["tests.published"]
pytestmark = pytest.mark.browser


def taken(tab: Tab, button: str) -> tuple[str, bytes]:
    """The name and content of the file behind a button."""
    with tab.page.expect_download() as waiting:
        tab.main.get_by_role("button", name=button).click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def test_a_csv_opens_right_in_a_danish_spreadsheet_and_is_logged(tab: Tab, shared: Server) -> None:
    name, content = taken(tab.go("indikator?indikator=C2&kommuner=253"), "Hent CSV")
    assert name == "C2-ishøj.csv"
    assert content.startswith(b"\xef\xbb\xbf")
    headings, *rows = content.decode("utf-8-sig").split("\r\n")
    names = headings.split(";")
    assert {"Område", "Periode", "Værdi", "Tæller", "Oprindelse"} <= set(names)
    found = [dict(zip(names, row.split(";"), strict=False)) for row in rows]
    (newest,) = [
        row for row in found if (row["Indikator"], row.get("Område")) == ("C2", "Ishøj")
        and row["Periode"] == "1.–4. kvartal 2025"
    ]  # fmt: skip
    assert newest["Tæller"] == "141"
    assert newest["Værdi"].startswith("5,78")
    assert {row.get("Område") for row in found if row["Indikator"] == "C2"} >= {"Greve", "Ishøj"}
    assert "Kilde: Danmarks Statistik" in content.decode("utf-8-sig")

    (event,) = [it for it in log.newest(shared.data / "log.jsonl") if it.subject == "C2-ishøj.csv"]
    assert event.action is log.Action.EXPORT
    assert "hentet" in tab.go("data?vis=log").words


def test_a_workbook_is_one(tab: Tab) -> None:
    name, content = taken(tab.go("indikator?indikator=C2"), "Hent Excel")
    assert name == "C2-ishøj.xlsx"
    assert content.startswith(b"PK")
