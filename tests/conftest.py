"""What all tests share: skipping for a missing tool, and `--require-all`, which allows no skip.

`@pytest.mark.needs("chromium")` skips a test when that program is not on this machine and says which Debian
package has it. `@pytest.mark.slow` keeps a test out of `./run check`. `@pytest.mark.alone` is for a test that
holds a bar in seconds: `./run test` runs those before the others, with nothing beside them.
"""

import shutil
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
import structlog

from tests import properties

if TYPE_CHECKING:
    from playwright.sync_api import Browser

properties.load()

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)
PACKAGES = {
    "chromium": "chromium",
    "zbarimg": "zbar-tools",
    "tesseract": "tesseract-ocr",
    "dash": "dash",
    "aplay": "alsa-utils",
    "Xvfb": "xvfb",
    "xdotool": "xdotool",
    "import": "imagemagick",
    "espeak-ng": "espeak-ng",
    "mosquitto": "mosquitto",
    "postgres": "postgresql",
    "node": "nodejs",
    "npm": "npm",
    "Xorg": "xserver-xorg-core",
    "xrandr": "x11-xserver-utils",
    "xset": "x11-xserver-utils",
    "xinput": "xinput",
    "xauth": "xauth",
    "mcookie": "util-linux",
    "systemd-analyze": "systemd",
    "systemd-sysusers": "systemd",
    "systemd-tmpfiles": "systemd",
}
ASIDE = ("sbin", "lib/postgresql/*/bin")
"""Where Debian puts servers below `/usr`, off the search path of a user."""


def where(program: str) -> str | None:
    """The path of a program, on the search path or where Debian puts servers."""
    aside = (str(found) for folder in ASIDE for found in sorted(Path("/usr").glob(f"{folder}/{program}")))
    return shutil.which(program) or next(aside, None)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of `./run test`."""
    parser.addoption("--require-all", action="store_true", help="a skipped test is a failed test")
    parser.addoption("--failed-before", action="append", default=[], help="a part that failed before pytest")


def _let_loggers_listen() -> None:
    """A service lets its loggers keep how they first spoke; in the tests' one process they ask each time.

    Else whatever ran before would decide whether a test hears a line.
    """
    configure = structlog.configure

    def configure_unkept(*args: Any, **kwargs: Any) -> None:
        configure(*args, **{**kwargs, "cache_logger_on_first_use": False})

    structlog.configure = configure_unkept


def pytest_configure(config: pytest.Config) -> None:
    """Register the markers."""
    _let_loggers_listen()
    config.addinivalue_line("markers", "needs(program, ...): skipped where a program is missing")
    config.addinivalue_line("markers", "slow: not a part of `./run check`")
    config.addinivalue_line("markers", "alone: holds a bar in seconds, so it runs with nothing beside it")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose program is missing."""
    for marker in item.iter_markers("needs"):
        for program in marker.args:
            if where(program) is None:
                pytest.skip(f"{program} is missing (Debian package {PACKAGES.get(program, program)})")


def _refused(report: Report) -> Report:
    if report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid}: --require-all allows no skip: {reason}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With `--require-all`, count a skipped test as failed."""
    report = yield
    return _refused(report) if item.config.getoption("--require-all") else report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """With `--require-all`, count a skipped module as failed."""
    report = yield
    return _refused(report) if collector.config.getoption("--require-all") else report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> Generator[None, None, None]:
    """Fail with the parts that failed before pytest."""
    if session.exitstatus == pytest.ExitCode.OK and session.config.getoption("--failed-before"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
    yield


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Name the parts that failed before pytest, just above its summary line."""
    for name in config.getoption("--failed-before"):
        terminalreporter.write_line(f"FAILED before the tests: {name}", red=True)


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """One Chromium for all tests of pages: Playwright allows one instance in a process."""
    from tests.browsing import chromium  # only who tests pages pays for it

    with chromium() as browser:
        yield browser
