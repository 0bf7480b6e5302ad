"""What televisions are given is plain ES5: read by a parser that knows nothing newer."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.web.screens import STATIC
from kiosk.web.screens.router import COUNTER_SCRIPTS, HALL_SCRIPTS

es5 = pytest.importorskip("calmjs.parse", reason="calmjs.parse is missing (a Python package)").es5
SCRIPTS = sorted({*HALL_SCRIPTS, *COUNTER_SCRIPTS})
NEWER = re.compile(
    r"\b(Promise|fetch|Map|Set|WeakMap|Symbol|Proxy|URLSearchParams|AbortController|Intl)\b|"
    r"\.(includes|startsWith|endsWith|padStart|padEnd|repeat|assign|entries|values|findIndex|find|fill|append|prepend|"
    r"remove|closest|replaceChildren|replaceAll|flat|flatMap|dataset|classList)\("
)


def code(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")


def without_texts(script: str) -> Iterator[str]:
    """The lines of the script without its comments and literal texts."""
    for line in re.sub(r"/\*.*?\*/", "", script, flags=re.DOTALL).splitlines():
        yield re.sub(r'"(?:[^"\\]|\\.)*"', '""', re.sub(r"(^|\s)//.*", "", line))


@pytest.mark.parametrize("name", SCRIPTS)
def test_the_script_is_es5(name: str) -> None:
    es5(code(name))


@pytest.mark.parametrize("name", SCRIPTS)
def test_the_script_calls_nothing_that_came_later(name: str) -> None:
    found = [line.strip() for line in without_texts(code(name)) if NEWER.search(line)]
    assert found == []


@pytest.mark.parametrize("name", SCRIPTS)
def test_the_script_is_short(name: str) -> None:
    assert len(code(name).splitlines()) <= 300


@pytest.mark.parametrize("newer", ["let a = 1;", "var f = () => 1;", "var s = `a`;", "class A {}", "a?.b", "f(a,)"])
def test_the_parser_refuses_what_is_newer(newer: str) -> None:
    with pytest.raises(Exception, match=r".+"):
        es5(newer)


def test_every_script_of_a_television_is_looked_at() -> None:
    on_televisions = {
        path.relative_to(STATIC).as_posix()
        for folder in ("tv", "hall", "counter")
        for path in Path(STATIC / "screens" / folder).glob("*.js")
    }
    assert on_televisions == set(SCRIPTS)
