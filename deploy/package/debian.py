"""The Debian package around a release: units, helpers, wrapper, documents and maintainer scripts.

| from | to |
|---|---|
| `deploy/systemd/NAME/…` | the same path below `/` |
| `deploy/lib/…` | `/usr/lib/PRODUCT/` |
| `deploy/udev/*.rules` | `/usr/lib/udev/rules.d/` (the kiosk) |
| `deploy/debian/wrapper` | `/usr/bin/PRODUCT` |
| the release | `/usr/share/PRODUCT/release/` |
| the wheels of the release | `/usr/share/doc/PRODUCT/sbom.cdx.json` |
| `docs/*.md`, `config.toml` or `district.toml` | `/usr/share/doc/PRODUCT/` |

In scripts and wrapper stand words like `@PRODUCT@`, which are filled in here.
"""

import gzip
import hashlib
import os
import re
import shutil
import subprocess
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

from deploy.package import MOTCUA, CannotBuild, Product, sbom
from deploy.package.source import TOP, Source

HERE = TOP / "deploy" / "debian"
UNITS = Path("usr/lib/systemd/system")
WORD = re.compile(r"@([A-Z_]+)@")
# One version installed (an environment of 250 MB) beside the ones that are there, and room to work.
ROOM = 700


def make(product: Product, source: Source, release: Path, work: Path, out: Path, architecture: str) -> Path:
    """Builds `PRODUCT_VERSION_ARCHITECTURE.deb` into `out`, in a new folder `work`."""
    _fill(product, source, release, work)
    control = work / "DEBIAN"
    control.mkdir()
    words = _words(product, source, work, architecture)
    for script in sorted((HERE / "scripts").iterdir()):
        _put(control / script.name, filled(script.read_text(), words), executable=True)
    _put(control / "control", _one_line_each(filled((HERE / product.name / "control").read_text(), words)))
    settings = [path for path in _files(work) if path.startswith("etc/") and not (work / path).is_symlink()]
    if settings:
        _put(control / "conffiles", "".join(f"/{path}\n" for path in settings))
    # Debian's own upgrade brings another Python: the version is made anew for it.
    _put(control / "triggers", "interest-noawait /usr/bin/python3\n")
    _put(control / "md5sums", "".join(_md5(work, path) for path in _files(work) if not path.startswith("etc/")))
    _same_time(work, source.epoch)
    return _build(work, out / f"{product.name}_{source.version}_{architecture}.deb", source.epoch)


def _one_line_each(text: str) -> str:
    """Relations in one line, as dpkg's own tools write them; a file for people breaks them."""
    return re.sub(r",\n +", ", ", text)


def filled(text: str, words: dict[str, str]) -> str:
    """A text with its `@WORDS@` filled in; raises `CannotBuild` for one that nobody knows."""

    def word(found: re.Match[str]) -> str:
        if found[1] not in words:
            raise CannotBuild(f"nobody knows the word @{found[1]}@")
        return words[found[1]]

    return WORD.sub(word, text)


def words_of(product: Product, units: list[str], tree: list[str]) -> dict[str, str]:
    """What scripts and wrapper have to know of a product; `units`: those that are enabled; `tree`: all its paths."""
    services = sorted(Path(path).name for path in tree if path.startswith(f"{UNITS}/") and path.endswith(".service"))
    all_units = sorted(Path(path).name for path in tree if Path(path).parent == UNITS)
    commands = (HERE / product.name / "root-commands").read_text().split()
    return {
        "PRODUCT": product.name,
        "ROOT_COMMANDS": " | ".join(commands),
        "NEXT": (HERE / product.name / "next").read_text().strip().replace("`", "'"),
        "ROOM": str(ROOM),
        "UNITS": " ".join(sorted(units)),
        "SERVICES": " ".join(name for name in services if "@." not in name),
        "STOPPED": " ".join(name for name in all_units if "@." not in name),
        "SYSUSERS": " ".join(Path(path).name for path in tree if path.startswith("usr/lib/sysusers.d/")),
        "TMPFILES": " ".join(Path(path).name for path in tree if path.startswith("usr/lib/tmpfiles.d/")),
        "KEPT": "" if product is MOTCUA else " /etc/mosquitto/motcua",
        "MADE": "" if product is MOTCUA else "/etc/systemd/system/mosquitto.service.d/motcua.conf",
        "DATABASE": "" if product is MOTCUA else "motcua",
    }


def _words(product: Product, source: Source, work: Path, architecture: str) -> dict[str, str]:
    tree = _files(work)
    units = [path.name for path in sorted((work / UNITS).glob("*.*")) if path.is_file() and _is_enabled(path)]
    size = sum((work / path).lstat().st_size for path in tree) // 1024
    facts = {"VERSION": source.version, "ARCHITECTURE": architecture, "SIZE": str(size)}
    return words_of(product, units, tree) | facts


def _is_enabled(unit: Path) -> bool:
    return not unit.is_symlink() and "\n[Install]\n" in unit.read_text()


# ---- What is in it ---------------------------------------------------------------------------------------


def _fill(product: Product, source: Source, release: Path, work: Path) -> None:
    share = work / "usr" / "share"
    shutil.copytree(TOP / "deploy" / "systemd" / product.units, work, symlinks=True, ignore=_waste)
    shutil.copytree(TOP / "deploy" / "lib", work / "usr" / "lib" / product.name, dirs_exist_ok=True, ignore=_waste)
    shutil.copytree(release, share / product.name / "release")
    if product is MOTCUA:
        rules = work / "usr" / "lib" / "udev" / "rules.d"
        rules.mkdir(parents=True, exist_ok=True)
        for path in (TOP / "deploy" / "udev").glob("*.rules"):
            shutil.copyfile(path, rules / path.name)
    wrapper = filled((HERE / "wrapper").read_text(), words_of(product, [], []))
    _put(work / "usr" / "bin" / product.name, wrapper, executable=True)
    _documents(product, source, share)
    _put(share / "doc" / product.name / "sbom.cdx.json", sbom.of_release(release, source.epoch))
    _modes(work)


_waste = shutil.ignore_patterns("__pycache__", "*.pyc", "README.md", ".gitkeep")


def _documents(product: Product, source: Source, share: Path) -> None:
    doc = share / "doc" / product.name
    example = "config.toml" if product is MOTCUA else "district.toml"
    _put(doc / "examples" / example, (TOP / example).read_text())
    _put(doc / "copyright", (HERE / "copyright").read_text())
    when = format_datetime(datetime.fromtimestamp(source.epoch, UTC))
    entry = f"{product.name} ({source.version}) stable; urgency=medium\n\n  * See CHANGELOG.md.\n\n"
    entry += f" -- The motcua project <motcua@invalid>  {when}\n"
    (doc / "changelog.gz").write_bytes(gzip.compress(entry.encode(), mtime=0))
    for path in [TOP / "CHANGELOG.md", *sorted((TOP / "docs").glob("*.md"))]:
        _put(doc / path.name, path.read_text())
    page = (HERE / product.name / f"{product.name}.8").read_bytes()
    (share / "man" / "man8").mkdir(parents=True)
    (share / "man" / "man8" / f"{product.name}.8.gz").write_bytes(gzip.compress(page, mtime=0))
    overrides = HERE / product.name / "lintian-overrides"
    _put(share / "lintian" / "overrides" / product.name, overrides.read_text())


def _put(path: Path, text: str, *, executable: bool = False) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755 if executable else 0o644)


def _modes(work: Path) -> None:
    """Programs may be started, everybody may read everything; what is secret is made on the machine itself."""
    for path in [work, *work.rglob("*")]:
        if not path.is_symlink():
            runs = path.is_dir() or path.read_bytes()[:2] == b"#!"
            path.chmod(0o755 if runs else 0o644)


def _files(work: Path) -> list[str]:
    """Every file and link of the package without its control files, as paths below the root."""
    found = (path for path in work.rglob("*") if path.is_symlink() or path.is_file())
    return sorted(path for path in (one.relative_to(work).as_posix() for one in found) if not path.startswith("DEBIAN"))


def _md5(work: Path, path: str) -> str:
    if (work / path).is_symlink():
        return ""
    return f"{hashlib.md5((work / path).read_bytes(), usedforsecurity=False).hexdigest()}  {path}\n"


# ---- Building --------------------------------------------------------------------------------------------


def _same_time(work: Path, epoch: int) -> None:
    for path in [*work.rglob("*"), work]:
        os.utime(path, (epoch, epoch), follow_symlinks=False)


def _build(work: Path, deb: Path, epoch: int) -> Path:
    """The wheels inside are packed already: the quickest packing is enough."""
    deb.parent.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        ["dpkg-deb", "--root-owner-group", "-Zgzip", "-z1", "--build", str(work), str(deb)],
        env=os.environ | {"SOURCE_DATE_EPOCH": str(epoch)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CannotBuild(f"dpkg-deb: {done.stderr.strip()}")
    return deb
