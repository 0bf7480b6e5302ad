"""The shipped `config.toml`: valid, complete, and every key shown with its real default."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from kiosk.config import Config, ConfigInvalid, load
from kiosk.config.fill import first_fill
from office.domain.house import Leader
from office.domain.people import Role

SHIPPED = Path(__file__).parents[2] / "config.toml"


def test_the_shipped_file_is_valid_and_needs_no_hardware() -> None:
    config = load(SHIPPED)
    assert config.printer.transport == "virtual"
    assert config.web.listen == ("127.0.0.1", 8080)
    assert config.data.dir == SHIPPED.parent / "data"


def test_the_shipped_wiring_shows_the_real_defaults() -> None:
    shipped, empty = load(SHIPPED), Config()
    assert shipped.model_copy(update={"data": empty.data, "first": empty.first}) == empty


def test_every_key_of_the_wiring_stands_in_the_shipped_file() -> None:
    text = SHIPPED.read_text(encoding="utf-8")
    given = tomllib.loads(text)
    for name in ("office", "data", "backup", "retention", "web", "printer", "voice", "screen", "hall", "day", "log"):
        for key in Config.model_fields[name].annotation.model_fields:  # type: ignore[union-attr]
            assert key in given[name] or f"# {key} = " in text, f"{name}.{key}"


def test_the_shipped_commune_has_eight_services_five_counters_and_a_head() -> None:
    fill = first_fill(load(SHIPPED).first)
    assert [service.prefix for service in fill.services] == list("ABCDEGHT")
    assert all(service.name_en and service.detail and service.detail_en for service in fill.services)
    assert len(fill.counters) == 5
    assert {service for counter in fill.counters for service in counter.services} == set("ABCDEGHT")
    assert [clerk.role for clerk in fill.clerks] == [Role.CLERK, Role.CLERK, Role.CLERK, Role.HEAD]


def test_the_shipped_commune_opens_on_working_days_in_two_sessions() -> None:
    weekly = first_fill(load(SHIPPED).first).weekly
    assert weekly[:5] == (((450, 690), (810, 1020)),) * 5
    assert weekly[5:] == ((), ())


def test_the_shipped_rating_has_four_levels_from_the_lowest_and_six_reasons() -> None:
    rating = first_fill(load(SHIPPED).first).rating
    assert [level.label for level in rating.levels] == [
        "Không hài lòng",
        "Bình thường",
        "Hài lòng",
        "Rất hài lòng",
    ]
    assert len(rating.reasons) == 6
    assert rating.window_ms == 45_000


def test_leaders_come_with_name_title_and_telephone_and_at_most_six(tmp_path: Path) -> None:
    file, entry = tmp_path / "config.toml", '{ title = "Chủ tịch", name = "Nguyễn Thị Hoa", phone = "0912 345 678" }'
    services = '[[first.services]]\nprefix = "A"\nname = "Chứng thực"\n'
    file.write_text(f"[first]\nleaders = [{entry}]\n{services}", encoding="utf-8")
    assert first_fill(load(file).first).leaders == (Leader("Nguyễn Thị Hoa", "Chủ tịch", "0912 345 678"),)
    file.write_text(f"[first]\nleaders = [{', '.join([entry] * 7)}]\n{services}", encoding="utf-8")
    with pytest.raises(ConfigInvalid, match=r"first\.leaders"):
        load(file)


def test_an_empty_file_runs(tmp_path: Path) -> None:
    (tmp_path / "config.toml").touch()
    config = load(tmp_path / "config.toml")
    assert config.data.dir == tmp_path / "data"
    assert first_fill(config.first).services == ()


def test_reading_the_file_costs_the_windows_no_database_and_no_web() -> None:
    asked = "import sys, kiosk.config; print({'sqlalchemy', 'fastapi', 'structlog'} & set(sys.modules))"
    answer = subprocess.run([sys.executable, "-c", asked], capture_output=True, check=True, text=True)
    assert answer.stdout.strip() == "set()"


def test_an_empty_second_address_is_none(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('[web]\nredirect = ""\n', encoding="utf-8")
    assert load(path).web.redirect is None
