"""What a product needs follows from the wheels themselves, and the lock says which files they are."""

from pathlib import Path

import pytest

from deploy.package import CannotBuild, wheels
from deploy.package.release import lock_of, short_name
from tests.package.tiny import wheel


def needed(folder: Path, extra: str, lock: str | None = None) -> list[str]:
    ours = wheel(
        folder / "ours",
        "motcua",
        "1.0",
        {},
        'Requires-Dist: web>=1\nRequires-Dist: glass; extra == "kiosk"\n'
        'Requires-Dist: base[fast]; extra == "district"\n',
    )
    (folder / "lock").write_text(lock if lock is not None else lock_of(folder / "stock"))
    return [
        path.name.split("-")[0]
        for path in wheels.needed(ours, extra, wheels.read_lock(folder / "lock"), folder / "stock", "amd64")
    ]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    stock = tmp_path / "stock"
    asked = 'Requires-Dist: old; python_version < "3.8"\nRequires-Dist: sign; sys_platform == "win32"\n'
    wheel(stock, "web", "1.0", {}, f"{asked}Requires-Dist: typed_words\n")
    wheel(stock, "typed_words", "1.0", {}, "Requires-Dist: web\n")  # in a circle
    wheel(stock, "glass", "2.0", {})
    wheel(stock, "base", "3.0", {}, 'Requires-Dist: engine; extra == "fast"\n')
    wheel(stock, "engine", "1.0", {})
    return tmp_path


def test_each_product_gets_what_its_extra_needs_all_the_way_down(folder: Path) -> None:
    assert needed(folder, "kiosk") == ["glass", "typed_words", "web"]
    assert needed(folder, "district") == ["base", "engine", "typed_words", "web"]


def test_what_the_lock_does_not_pin_is_refused(folder: Path) -> None:
    with pytest.raises(CannotBuild, match="does not pin"):
        needed(folder, "kiosk", lock="")


def test_a_file_that_the_lock_does_not_mean_is_refused(folder: Path) -> None:
    lock = lock_of(folder / "stock")
    wheel(folder / "stock", "glass", "2.0", {"glass.py": "somebody = 'else'\n"})
    with pytest.raises(CannotBuild, match=r"glass-2\.0.* is not the file"):
        needed(folder, "kiosk", lock)


def test_what_was_not_fetched_is_named(folder: Path) -> None:
    lock = lock_of(folder / "stock")
    (folder / "stock" / "glass-2.0-py3-none-any.whl").unlink()
    with pytest.raises(CannotBuild, match=r"glass 2\.0 was not fetched"):
        needed(folder, "kiosk", lock)


def test_the_real_lock_names_every_library_with_its_files() -> None:
    from deploy.package.release import LOCK

    pinned = wheels.read_lock(LOCK)
    assert {"kivy", "psycopg-binary", "fastapi"} <= pinned.keys()
    assert all(one.digests for one in pinned.values())


def test_a_long_name_keeps_one_platform_so_that_an_update_can_carry_it() -> None:
    long = "charset_normalizer-3.5.2-cp311-cp311-manylinux2014_x86_64.manylinux_2_17_x86_64.manylinux_2_28_x86_64.whl"
    assert short_name(long) == "charset_normalizer-3.5.2-cp311-cp311-manylinux2014_x86_64.whl"
    assert short_name("six-1.17.0-py2.py3-none-any.whl") == "six-1.17.0-py2.py3-none-any.whl"
