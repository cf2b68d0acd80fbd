"""Files to take away, and that it is written down who took what."""

from pathlib import Path

import pytest

from store import log
from tests.e2e.serving import Server
from tests.e2e.tab import Tab

pytestmark = pytest.mark.browser


def test_a_csv_opens_right_in_a_danish_spreadsheet_and_is_logged(tab: Tab, shared: Server) -> None:
    tab.go("indikator?indikator=C2&kommuner=253")
    with tab.page.expect_download() as waiting:
        tab.main.get_by_role("button", name="Hent CSV").click()
    taken = waiting.value
    assert taken.suggested_filename == "C2-ishøj.csv"

    content = Path(taken.path()).read_bytes()
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
    assert "Danmarks Statistik" in rows[-5:][0] + "".join(rows[-5:])

    (event,) = [it for it in log.newest(shared.data / "log.jsonl") if it.subject == "C2-ishøj.csv"]
    assert event.action is log.Action.EXPORT
    assert "hentet" in tab.go("data?vis=log").words


def test_a_workbook_is_one(tab: Tab) -> None:
    tab.go("indikator?indikator=C3")
    with tab.page.expect_download() as waiting:
        tab.main.get_by_role("button", name="Hent Excel").click()
    assert waiting.value.suggested_filename == "C3-ishøj.xlsx"
    assert Path(waiting.value.path()).read_bytes().startswith(b"PK")
