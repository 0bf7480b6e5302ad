"""Both programs as they are started, from the bundle to the paper: pushed, printed, reported, commanded."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from district.cli import main as district_main
from district.config import load as load_district
from district.service import serve as serve_district
from kiosk.cli import main as office_main
from kiosk.config import load as load_office
from kiosk.service import serve as serve_office
from tests.downward.test_pushing import TICKET
from tests.durability.running import wiring
from tests.sync.courier.at_work import until

pytestmark = pytest.mark.slow


class Programs:
    """The tier and one office of this machine, with the loopback between them; the office prints into a folder."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._said = capsys
        self.district, self.office = folder / "district.toml", wiring(folder, printer='transport = "virtual"')
        pipe, self.data = folder / "pipe.sock", folder / "data"
        self.district.write_text(f'[web]\nlisten = "127.0.0.1:0"\n[broker]\nsocket = "{pipe}"\n', encoding="utf-8")
        text = self.office.read_text(encoding="utf-8")
        text += f'\n[district]\ntransport = "loopback"\nsocket = "{pipe}"\n'
        self.office.write_text(text, encoding="utf-8")
        self.id = load_office(self.office).office.id
        bundle = folder / "office.motcua-bundle"
        assert self.tier("enrol", self.id, "--name", "Thanh Sơn", "--out", str(bundle))[0] == 0
        data = ["--config", str(self.office), "--data", str(self.data)]
        assert office_main(["enrol", str(bundle), *data]) == 0

    def tier(self, *words: str) -> tuple[int, str]:
        """(exit code, what was said) of `motcua-district`."""
        self._said.readouterr()
        code = district_main([*words, "--config", str(self.district)])
        return code, self._said.readouterr().out

    @contextmanager
    def both(self) -> Iterator[Any]:
        office = load_office(self.office)
        office = office.at(data=self.data, listen=office.web.listen._replace(port=0))
        with _served(serve_district, load_district(self.district)), _served(serve_office, office) as started:
            yield started


@contextmanager
def _served(serve: Any, config: Any) -> Iterator[Any]:
    begun, started = threading.Event(), list[Any]()

    def ready(one: Any) -> None:
        started.append(one)
        begun.set()

    thread = threading.Thread(target=serve, args=(config,), kwargs={"ready": ready}, daemon=True)
    thread.start()
    assert begun.wait(30)
    try:
        yield started[0]
    finally:
        started[0].stop()
        thread.join(20)
        assert not thread.is_alive()


def test_what_the_tier_sends_is_on_the_paper_and_in_the_hall_and_it_may_look_at_the_log(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    programs = Programs(tmp_path, capsys)
    notices, template = tmp_path / "notices.txt", tmp_path / "ticket.toml"
    notices.write_text("Nghỉ lễ ngày 02/09\n", encoding="utf-8")
    template.write_text(TICKET, encoding="utf-8")
    with programs.both() as office:
        desk = office.premises.desk
        assert programs.tier("push", "notices", str(notices), "--to", "all")[0] == 0
        assert programs.tier("push", "template", str(template), "--to", programs.id)[0] == 0
        until(lambda: desk.state()["notices"] == ["Nghỉ lễ ngày 02/09"])
        until((programs.data / "tickets" / "district" / "ticket-80.toml").is_file)
        code, said = programs.tier("command", "test_page", "--to", programs.id)
        assert (code, said.splitlines()[-1]) == (0, "done: printed")
        until(lambda: len(list((programs.data / "paper").glob("*.png"))) == 1)
        code, said = programs.tier("command", "send_logs", "--to", programs.id)
        assert code == 0
        assert "event=command.begun" in said
        assert programs.tier("command", "restart_screen", "--screen", "touch", "--to", programs.id)[0] == 1
        assert "refused" in programs.tier("commands", programs.id)[1]
        assert next(one for one in office_configs(office) if one["name"] == "notices")["version"] == 1


def office_configs(office: Any) -> list[dict[str, Any]]:
    facts = office.premises.desk.facts_after(0, 10_000)
    return [one["fact"] for one in facts if one["kind"] == "config.applied"]
