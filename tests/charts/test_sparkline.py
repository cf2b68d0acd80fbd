import re
from urllib.parse import unquote

from charts.description import Role, Sparkline
from charts.sparkline import element
from tests.charts.examples import OWN, series


def drawing(sparkline: Sparkline) -> str:
    found = re.search(r"url\('data:image/svg\+xml,([^']*)'\)", element(sparkline))
    assert found
    return unquote(found[1])


def test_it_has_words_for_those_who_do_not_see_it() -> None:
    html = element(Sparkline(OWN.points))
    assert 'role="img" aria-label="Fra 6,0 i 2016 til 5,8 i 2020."' in html


def test_it_starts_at_zero() -> None:
    assert "M3 26h0" in drawing(Sparkline(series("A", (0, 5)).points))


def test_a_gap_lifts_the_pen() -> None:
    path = drawing(Sparkline(series("A", (1, None, 2, 3)).points))
    assert path.count("M") == 2
    assert path.count("L") == 1


def test_the_latest_value_has_a_dot() -> None:
    assert drawing(Sparkline(OWN.points)).count("<circle") == 1


def test_without_figures_there_is_no_line() -> None:
    assert "d=''" in drawing(Sparkline(series("A", (None, None), Role.OWN).points))
