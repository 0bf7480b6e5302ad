"""The package: what lies where, whose it is, and the same bytes from the same source."""

import shutil
import subprocess
from pathlib import Path

import pytest

from deploy.package import MOTCUA, PRODUCTS, CannotBuild, Product, debian
from deploy.package.source import NAME, Source, copied
from look.version import VERSION
from tests.package import tiny

needs_dpkg = pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="needs dpkg-deb")
PLACES = {
    "motcua": "/usr/bin/motcua /usr/lib/motcua/install-version /usr/lib/udev/rules.d/70-motcua-printer.rules",
    "motcua-district": "/usr/bin/motcua-district /usr/lib/motcua-district/install-version",
}


def made(product: Product, folder: Path) -> Path:
    release = folder / "release"
    if not release.exists():
        tiny.release(release, product=product.name)
    source = Source(folder, "1.0", 1_700_000_000)
    return debian.make(product, source, release, folder / "work", folder / "out", "amd64")


def asked(deb: Path, *words: str) -> str:
    return subprocess.check_output(["dpkg-deb", *words, deb], text=True)


@pytest.fixture(scope="module")
def debs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return {name: made(product, tmp_path_factory.mktemp(name)) for name, product in PRODUCTS.items()}


@needs_dpkg
@pytest.mark.parametrize("name", PRODUCTS)
def test_it_brings_wrapper_helpers_release_and_documents(debs: dict[str, Path], name: str) -> None:
    listed = {line.split(maxsplit=5)[5].lstrip("."): line for line in asked(debs[name], "-c").splitlines()}
    wanted = {
        *PLACES[name].split(),
        f"/usr/share/{name}/release/manifest.json",
        f"/usr/lib/systemd/system/{name}.service",
        f"/usr/share/man/man8/{name}.8.gz",
        f"/usr/share/doc/{name}/copyright",
    }
    assert wanted <= listed.keys()
    assert all("root/root" in line for line in listed.values())
    assert not [path for path in listed if "__pycache__" in path or path.startswith(("/opt/", "/var/", "/usr/local/"))]
    assert all(line.startswith("-rwxr-xr-x") for path, line in listed.items() if path in PLACES[name].split()[:2])


@needs_dpkg
def test_links_that_mask_a_unit_of_debian_come_as_links(debs: dict[str, Path]) -> None:
    assert "/etc/systemd/system/ctrl-alt-del.target -> /dev/null" in asked(debs["motcua"], "-c")
    settings = subprocess.check_output(["dpkg-deb", "-I", debs["motcua"], "conffiles"], text=True)
    assert "ctrl-alt-del" not in settings


@needs_dpkg
@pytest.mark.parametrize("name", PRODUCTS)
def test_its_control_file_says_what_it_is(debs: dict[str, Path], name: str) -> None:
    fields = dict(line.split(": ", 1) for line in asked(debs[name], "-f").splitlines() if not line.startswith(" "))
    assert (fields["Package"], fields["Version"], fields["Architecture"]) == (name, "1.0", "amd64")
    assert {"python3 (>= 3.11)", "python3 (<< 3.14)", "python3-venv"} <= set(fields["Depends"].split(", "))
    assert int(fields["Installed-Size"]) > 0


@needs_dpkg
def test_the_same_source_gives_the_same_bytes(debs: dict[str, Path], tmp_path: Path) -> None:
    shutil.copytree(debs["motcua"].parents[1] / "release", tmp_path / "release")
    assert made(MOTCUA, tmp_path).read_bytes() == debs["motcua"].read_bytes()


def test_a_word_that_nobody_knows_ends_the_building() -> None:
    with pytest.raises(CannotBuild, match="@OTHER@"):
        debian.filled("exec @OTHER@", {"PRODUCT": "motcua"})


def test_another_version_is_written_into_the_copy_alone(tmp_path: Path) -> None:
    source = copied(tmp_path / "source", "9.8.7")
    assert 'VERSION = "9.8.7"' in (source.folder / "look/version.py").read_text()
    assert VERSION != "9.8.7"
    assert (source.folder / "kiosk/config/config.toml").is_file()
    assert not (source.folder / "kiosk/config/config.toml").is_symlink()
    assert not (source.folder / "tests").exists()
    assert not list(source.folder.rglob("__pycache__"))


@pytest.mark.parametrize("version", ["", "x", "1.0-1", "../1", "1 0"])
def test_what_debian_and_python_would_read_in_two_ways_is_no_version(tmp_path: Path, version: str) -> None:
    assert NAME.fullmatch(VERSION)
    with pytest.raises(CannotBuild, match="no version"):
        copied(tmp_path / "source", version)
