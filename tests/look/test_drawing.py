"""Our own drawings as pictures: paths, pictograms, plates, the office's emblem."""

from pathlib import Path

import pytest

from look.drawing import paths
from look.drawing.raster import Pictures, UnreadableEmblem, own_emblem, plate, rasterise


def test_a_path_with_every_command_is_read() -> None:
    (line,) = paths.lines_of("M8 30 32 10l4-2h4v6c1 1 2 1 3 0s2 1 3 0q1 1 2 0a5 5 0 1 0 6 0z")
    assert line.closed
    assert line.points[:2] == [8 + 30j, 32 + 10j]
    with pytest.raises(ValueError, match="no such path"):
        paths.lines_of("M0 0 T1 1")


def test_an_arc_runs_on_its_circle() -> None:
    (line,) = paths.lines_of("M-5 0a5 5 0 0 1 10 0")
    assert all(abs(abs(point) - 5) < 1e-9 for point in line.points)
    assert min(point.imag for point in line.points) == pytest.approx(-5)


def test_a_drawing_has_smooth_edges_and_only_its_colour() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" fill="currentColor"><circle cx="32" cy="32" r="20"/></svg>'
    image = rasterise(svg, 64, "#00458F")
    assert image.getpixel((32, 32)) == (0, 0x45, 0x8F, 255)
    assert image.getpixel((0, 0)) == (0, 0, 0, 0)
    alphas = {alpha for _, (_, _, _, alpha) in image.getcolors(4096) or []}  # type: ignore[misc]
    assert len(alphas) > 4


def test_a_drawing_is_kept_for_the_next_start_and_a_broken_folder_does_not_matter(tmp_path: Path) -> None:
    first = Pictures(tmp_path / "kept").picture("search", 48, "#00458F")
    assert len(list((tmp_path / "kept").iterdir())) == 1
    again = Pictures(tmp_path / "kept").picture("search", 48, "#00458F")
    assert again.tobytes() == first.tobytes()
    (tmp_path / "file").touch()
    assert Pictures(tmp_path / "file").picture("search", 48, "#00458F").tobytes() == first.tobytes()
    with pytest.raises(KeyError):
        Pictures().picture("nothing", 48, "#00458F")


def test_a_plate_can_be_stretched_without_touching_its_corners() -> None:
    made = plate("#FFFFFF", "#74839A", 2, 18, ("#00458F", 100), "#C4CEDA")
    bottom, right, top, left = made.border
    assert left > 100
    assert min(bottom, right, top) > 18
    assert made.image.width >= left + right
    assert made.image.height >= top + bottom


def test_an_office_s_own_emblem_fills_a_square_and_anything_else_is_refused(tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (40, 20), "#2B621D").save(tmp_path / "emblem.png")
    emblem = own_emblem(tmp_path / "emblem.png", 40)
    assert emblem.size == (40, 40)
    assert emblem.getpixel((20, 20)) == (0x2B, 0x62, 0x1D, 255)
    assert emblem.getpixel((20, 2)) == (0, 0, 0, 0)
    (tmp_path / "text.png").write_text("no picture", encoding="utf-8")
    with pytest.raises(UnreadableEmblem):
        own_emblem(tmp_path / "text.png", 40)
