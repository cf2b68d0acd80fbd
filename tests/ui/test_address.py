"""Choices in the address: what is read from it, what is written to it."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest


def script(options: list[str]) -> None:
    import streamlit as st

    from ui import address

    address.listen()
    names = {code: code.upper() for code in options}
    st.text(address.one_of(st.segmented_control, "Vis", names, "vis"))
    st.text(",".join(address.several_of("Kommuner", names, "kommuner")))
    st.text(address.search("Søg", "ord"))


def run(*options: str, **address: str) -> AppTest:
    app = AppTest.from_function(script, args=([*options] or ["a", "b", "c"],), default_timeout=30)
    app.query_params.update(address)
    return app.run()


def chosen(app: AppTest) -> tuple[str, str, str]:
    """What one_of, several_of and search returned."""
    assert not app.exception
    one, several, text = (part.value for part in app.text)
    return one, several, text


def choose(app: AppTest, key: str, value: Any) -> None:
    app.button_group(key=key).set_value(value).run()


def test_without_an_address_the_first_and_all_are_chosen_and_none_is_written() -> None:
    app = run()
    assert chosen(app) == ("a", "a,b,c", "")
    assert app.query_params == {}


def test_an_address_is_read_by_codes() -> None:
    app = run(vis="b", kommuner="c,a", ord="vold")
    assert chosen(app) == ("b", "a,c", "vold")
    assert app.query_params == {"vis": "b", "kommuner": "a,c", "ord": "vold"}
    assert app.button_group(key="vis").value == "b"
    assert sorted(app.button_group(key="kommuner").value) == ["a", "c"]


@pytest.mark.parametrize("address", [{"vis": "z"}, {"vis": ""}, {"kommuner": "z"}, {"vis": "B"}])
def test_an_unknown_code_gives_the_default_and_leaves_the_address(address: dict[str, str]) -> None:
    app = run(**address)
    assert chosen(app) == ("a", "a,b,c", "")
    assert app.query_params == {}


def test_an_unknown_code_among_known_ones_is_passed_over() -> None:
    app = run(kommuner="z,b")
    assert chosen(app)[1] == "b"
    assert app.query_params == {"kommuner": "b"}


def test_none_of_several_is_a_choice_too() -> None:
    app = run(kommuner="")
    assert chosen(app)[1] == ""
    assert app.query_params == {"kommuner": ""}


def test_a_choice_is_written_and_the_default_is_taken_out() -> None:
    app = run()
    choose(app, "vis", "c")
    choose(app, "kommuner", ["b"])
    app.text_input(key="ord").set_value("vold").run()
    assert chosen(app) == ("c", "b", "vold")
    assert app.query_params == {"vis": "c", "kommuner": "b", "ord": "vold"}
    choose(app, "vis", "a")
    choose(app, "kommuner", ["c", "b", "a"])
    app.text_input(key="ord").set_value("").run()
    assert chosen(app) == ("a", "a,b,c", "")
    assert app.query_params == {}


def test_one_of_several_cannot_be_let_go() -> None:
    app = run(vis="b")
    assert app.button_group(key="vis").proto.required
    # As a browser that does not hold to it would.
    choose(app, "vis", None)
    assert chosen(app)[0] == "a"
    assert app.query_params == {}
    app.run()
    assert app.button_group(key="vis").value == "a"


def test_a_choice_that_is_no_longer_offered_gives_the_default() -> None:
    app = run(vis="c")
    app.args = (["a", "b"],)
    app.run()
    assert chosen(app) == ("a", "a,b", "")
    assert app.query_params == {}


def test_what_others_put_in_the_address_is_left_alone() -> None:
    app = run(vis="a", anden="1")
    choose(app, "vis", "b")
    assert app.query_params == {"vis": "b", "anden": "1"}


def test_a_choice_counts_although_the_address_of_the_one_before_is_still_on_its_way() -> None:
    app = run()
    choose(app, "vis", "b")
    app.query_params.clear()  # the browser has not been told of b yet
    choose(app, "kommuner", ["c"])
    assert chosen(app) == ("b", "c", "")
    assert app.query_params == {"vis": "b", "kommuner": "c"}


def test_going_back_in_the_browser_brings_the_choice_back() -> None:
    app = run()
    choose(app, "vis", "b")
    choose(app, "kommuner", ["c"])
    app.text_input(key="ord").set_value("vold").run()
    app.query_params.clear()
    app.run()
    assert chosen(app) == ("a", "a,b,c", "")
    assert app.query_params == {}
    app.query_params.update({"vis": "c", "kommuner": "a"})
    app.run()
    assert chosen(app) == ("c", "a", "")
    assert app.query_params == {"vis": "c", "kommuner": "a"}


def sliders(start: dict[str, int], chosen: list[str]) -> None:
    import streamlit as st

    from ui import address

    address.listen()
    st.text(str(address.sliders({code: code.upper() for code in start}, start, "v", 50)))
    names = {code: code.upper() for code in "abcd"}
    st.text(",".join(address.several_of("Modeller", names, "modeller", chosen)))


def weights(start: dict[str, int], **address: str) -> AppTest:
    app = AppTest.from_function(sliders, args=(start, ["b", "c"]), default_timeout=30)
    app.query_params.update(address)
    return app.run()


def test_sliders_begin_with_their_start_and_write_nothing() -> None:
    app = weights({"x": 10, "y": 20})
    assert app.text[0].value == "{'x': 10, 'y': 20}"
    assert app.query_params == {}


def test_a_moved_slider_stands_in_the_address_and_goes_when_it_is_moved_back() -> None:
    app = weights({"x": 10, "y": 20})
    app.slider(key="v-x").set_value(30).run()
    assert app.query_params == {"v-x": "30"}
    app.slider(key="v-x").set_value(10).run()
    assert app.query_params == {}


def test_an_address_sets_a_slider_as_far_as_it_goes() -> None:
    assert weights({"x": 10}, **{"v-x": "7"}).slider(key="v-x").value == 7
    assert weights({"x": 10}, **{"v-x": "700"}).slider(key="v-x").value == 50
    assert weights({"x": 10}, **{"v-x": "mange"}).slider(key="v-x").value == 10


def test_those_to_start_with_are_chosen_and_not_written() -> None:
    app = weights({"x": 10})
    assert app.text[1].value == "b,c"
    assert app.query_params == {}
    assert weights({"x": 10}, modeller="d,a").text[1].value == "a,d"
    assert weights({"x": 10}, modeller="z").text[1].value == "b,c"
