"""Files that are whole or not there, with the rights that they need."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from web.writing import write_as, write_public, write_secret


@pytest.fixture
def narrow_umask() -> Iterator[None]:
    before = os.umask(0o077)
    yield
    os.umask(before)


@pytest.mark.usefixtures("narrow_umask")
def test_what_others_have_to_read_they_can_read_under_a_unit_that_lets_nobody_read(tmp_path: Path) -> None:
    """The broker reads the list of those shut out; the service that writes it runs with `UMask=0077`."""
    write_public(tmp_path / "list", b"x")
    write_secret(tmp_path / "key", b"x")
    rights = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("list", "key")]
    assert rights == [0o644, 0o600]


def test_what_cannot_be_written_leaves_what_stood_there(tmp_path: Path) -> None:
    (tmp_path / "key").mkdir()
    with pytest.raises(OSError, match="key"):
        write_secret(tmp_path / "key", b"x")
    assert [path.name for path in tmp_path.iterdir()] == ["key"]


def test_a_link_is_replaced_and_not_written_through(tmp_path: Path) -> None:
    elsewhere, link = tmp_path / "elsewhere", tmp_path / "key"
    elsewhere.write_bytes(b"of somebody else")
    link.symlink_to(elsewhere)
    write_as(link, b"x", 0o640, (os.getuid(), os.getgid()))
    assert elsewhere.read_bytes() == b"of somebody else"
    assert (link.is_symlink(), link.read_bytes(), stat.S_IMODE(link.stat().st_mode)) == (False, b"x", 0o640)
