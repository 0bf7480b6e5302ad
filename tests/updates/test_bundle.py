"""The file of an update: only what was signed comes out of it, and only where it belongs."""

import io
import os
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.updates import bundle, keys
from kiosk.updates.keys import KeyUnusable
from kiosk.updates.manifest import NotAnUpdate
from tests.updates.machine import manifest
from tests.updates.updates import FILES, key, release, update


@pytest.fixture
def signing(tmp_path: Path) -> Path:
    return key(tmp_path / "keys")


@pytest.fixture
def good(tmp_path: Path, signing: Path) -> Path:
    return update(tmp_path, signing)


def unpacked(path: Path, trusted: Path, into: Path) -> dict[str, bytes]:
    """What it brings, by name; raises what `opened` raises."""
    with bundle.opened(path, trusted) as (_, unpack):
        unpack(into)
    return {str(one.relative_to(into)): one.read_bytes() for one in into.rglob("*") if one.is_file()}


def test_what_was_packed_comes_out_and_says_who_signed(tmp_path: Path, good: Path) -> None:
    found = unpacked(good, tmp_path / "keys", tmp_path / "out")
    assert {name: content for name, content in found.items() if name != "manifest.json"} == FILES
    assert found["manifest.json"] == manifest("0.2.0", FILES)
    with bundle.opened(good, tmp_path / "keys") as (told, _):
        assert (told.manifest.version, told.signed_by) == ("0.2.0", "vendor.pub")


def test_the_same_version_gives_the_same_bytes(tmp_path: Path, signing: Path, good: Path) -> None:
    os.utime(tmp_path / "release-0.2.0/wheels/motcua.whl", (1, 1))
    bundle.write(tmp_path / "release-0.2.0", signing, tmp_path / "again.motcua")
    assert (tmp_path / "again.motcua").read_bytes() == good.read_bytes()


def test_a_release_that_was_changed_is_not_signed(tmp_path: Path, signing: Path) -> None:
    folder = release(tmp_path / "release")
    (folder / "wheels/motcua.whl").write_bytes(b"other")
    with pytest.raises(NotAnUpdate, match=r"wheels/motcua\.whl is not the file of its manifest"):
        bundle.write(folder, signing, tmp_path / "out.motcua")
    assert not (tmp_path / "out.motcua").exists()


def test_a_stranger_cannot_update_the_machine(tmp_path: Path) -> None:
    key(tmp_path / "keys")
    stranger = key(tmp_path / "others", "stranger")
    with pytest.raises(NotAnUpdate, match=r"was not signed with a key of .*vendor\.pub"):
        unpacked(update(tmp_path, stranger), tmp_path / "keys", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_without_any_key_nobody_can(tmp_path: Path, good: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(NotAnUpdate, match="there is no key"):
        unpacked(good, tmp_path / "empty", tmp_path / "out")


def test_one_of_several_keys_is_enough(tmp_path: Path, good: Path) -> None:
    for name in ("another", "zebra"):
        key(tmp_path / "keys", name)
    assert unpacked(good, tmp_path / "keys", tmp_path / "out")


def test_a_key_that_others_may_change_is_not_believed(tmp_path: Path, good: Path) -> None:
    (tmp_path / "keys/vendor.pub").chmod(0o664)
    with pytest.raises(KeyUnusable, match="somebody else than root"):
        unpacked(good, tmp_path / "keys", tmp_path / "out")


def test_a_link_is_no_key(tmp_path: Path, good: Path) -> None:
    (tmp_path / "keys/vendor.pub").rename(tmp_path / "vendor.pub")
    (tmp_path / "keys/vendor.pub").symlink_to(tmp_path / "vendor.pub")
    with pytest.raises(KeyUnusable, match="not a plain file"):
        unpacked(good, tmp_path / "keys", tmp_path / "out")


def test_only_ed25519_keys_count(tmp_path: Path, good: Path) -> None:
    other = generate_private_key(SECP256R1()).public_key()
    (tmp_path / "keys/a.pub").write_bytes(other.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    with pytest.raises(KeyUnusable, match="not an Ed25519 key"):
        unpacked(good, tmp_path / "keys", tmp_path / "out")
    (tmp_path / "keys/a.pub").write_text("no key")
    with pytest.raises(KeyUnusable, match="not a public key"):
        unpacked(good, tmp_path / "keys", tmp_path / "out")
    with pytest.raises(KeyUnusable, match="not a private key"):
        keys.sign(tmp_path / "keys/a.pub", b"")


Change = Callable[[list[tuple[tarfile.TarInfo, bytes]]], None]


def _renamed(to: str) -> Change:
    def change(parts: list[tuple[tarfile.TarInfo, bytes]]) -> None:
        parts[3][0].name = to

    return change


def _of_kind(kind: bytes) -> Change:
    def change(parts: list[tuple[tarfile.TarInfo, bytes]]) -> None:
        about, _ = parts[3]
        about.type, about.linkname, about.size = kind, "/etc/passwd", 0
        parts[3] = (about, b"")

    return change


def _longer(parts: list[tuple[tarfile.TarInfo, bytes]]) -> None:
    parts[3][0].size += 1
    parts[3] = (parts[3][0], parts[3][1] + b"x")


def _left_out(parts: list[tuple[tarfile.TarInfo, bytes]]) -> None:
    del parts[3]


CHANGES: dict[str, Change] = {
    "a path out of the folder": _renamed("../../etc/cron.d/x"),
    "an absolute path": _renamed("/etc/passwd"),
    "another folder": _renamed("bin/motcua"),
    "the manifest again": _renamed("manifest.json"),
    "a file by its name": _renamed("wheels/motcua.whl"),
    "another file twice": lambda parts: parts.insert(3, parts[2]),
    "a symbolic link": _of_kind(tarfile.SYMTYPE),
    "a hard link": _of_kind(tarfile.LNKTYPE),
    "a device": _of_kind(tarfile.CHRTYPE),
    "a folder": _of_kind(tarfile.DIRTYPE),
    "a sparse file": _of_kind(tarfile.GNUTYPE_SPARSE),
    "a byte more": _longer,
    "one left out": _left_out,
    "the signature first": lambda parts: parts.insert(0, parts.pop(1)),
}


@pytest.mark.parametrize("what", CHANGES)
def test_what_somebody_packed_otherwise_is_refused(tmp_path: Path, good: Path, what: str) -> None:
    with tarfile.open(good) as tar:
        parts = [(one, tar.extractfile(one).read()) for one in tar.getmembers()]  # type: ignore[union-attr]
    CHANGES[what](parts)
    with tarfile.open(tmp_path / "bad.motcua", "w", format=tarfile.USTAR_FORMAT) as tar:
        for about, content in parts:
            tar.addfile(about, io.BytesIO(content))
    before = {path for path in tmp_path.parent.rglob("*") if (tmp_path / "out") not in path.parents}
    with pytest.raises(NotAnUpdate):
        unpacked(tmp_path / "bad.motcua", tmp_path / "keys", tmp_path / "out")
    after = {path for path in tmp_path.parent.rglob("*") if (tmp_path / "out") not in path.parents}
    assert after - before <= {tmp_path / "out"}


def test_a_size_that_no_update_has_is_not_even_read(tmp_path: Path, good: Path) -> None:
    raw = bytearray(good.read_bytes())
    about = tarfile.TarInfo("manifest.json")
    about.size = 8 * 10**9
    raw[:512] = about.tobuf(tarfile.GNU_FORMAT)
    (tmp_path / "bad.motcua").write_bytes(raw)
    with pytest.raises(NotAnUpdate, match="does not begin like one"):
        unpacked(tmp_path / "bad.motcua", tmp_path / "keys", tmp_path / "out")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_file_with_any_byte_changed_or_cut_off_is_refused(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("one")
    whole = update(folder, key(folder / "keys")).read_bytes()
    used = whole.rstrip(b"\0")  # what follows is the end of the tar, which nobody reads
    if data.draw(st.booleans()):
        raw = whole[: data.draw(st.integers(0, len(used) - 1))]
    else:
        at = data.draw(st.integers(0, len(used) - 1))
        raw = whole[:at] + bytes([whole[at] ^ data.draw(st.integers(1, 255))]) + whole[at + 1 :]
    (folder / "bad.motcua").write_bytes(raw)
    try:
        found = unpacked(folder / "bad.motcua", folder / "keys", folder / "out")
    except NotAnUpdate:
        return
    assert {name: found[name] for name in FILES} == FILES  # padding between two files is nobody's byte
