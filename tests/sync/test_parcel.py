"""Letters on a stick: read only when they are whole."""

from pathlib import Path

import pytest

from sync.parcel import ParcelDamaged, packed, read_parcel, write_parcel

LETTERS = [("hello", b"{}"), ("back", bytes(range(256)) * 200), ("ack", b"")]


def written(folder: Path) -> Path:
    path = folder / "office.parcel"
    write_parcel(path, packed("thanh-son", 1_795_395_600_000, LETTERS))
    return path


def test_what_was_packed_comes_out_in_order_and_as_often_as_wanted(tmp_path: Path) -> None:
    parcel = read_parcel(written(tmp_path))
    assert (parcel.office, parcel.made_at) == ("thanh-son", 1_795_395_600_000)
    assert list(parcel.letters()) == LETTERS
    assert list(parcel.letters()) == LETTERS
    assert list(tmp_path.iterdir()) == [parcel.path]


@pytest.mark.parametrize("kept", [0, 5, 16, 20, 1_000, -1], ids=str)
def test_a_parcel_that_was_cut_off_is_refused(tmp_path: Path, kept: int) -> None:
    path = written(tmp_path)
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(ParcelDamaged):
        read_parcel(path)


@pytest.mark.parametrize("at", [3, 18, 60, 5_000, -3], ids=str)
def test_a_changed_byte_is_noticed(tmp_path: Path, at: int) -> None:
    path = written(tmp_path)
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)
    with pytest.raises(ParcelDamaged):
        read_parcel(path)


def test_more_behind_the_end_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path)
    path.write_bytes(path.read_bytes() + b"x")
    with pytest.raises(ParcelDamaged, match="changed"):
        read_parcel(path)


def test_a_length_that_nobody_would_write_is_not_believed(tmp_path: Path) -> None:
    path = tmp_path / "huge.parcel"
    path.write_bytes(b"motcua-parcel 1\n\x03\xff\xff\xff\xff")
    with pytest.raises(ParcelDamaged):
        read_parcel(path)


def test_a_stick_that_is_pulled_out_leaves_no_half_parcel(tmp_path: Path) -> None:
    def pulled_out() -> object:
        yield b"motcua-parcel 1\n"
        raise OSError("no such device")

    with pytest.raises(OSError, match="no such device"):
        write_parcel(tmp_path / "office.parcel", pulled_out())  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []
