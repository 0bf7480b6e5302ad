"""What stands on the paper is read by strangers: Vietnamese by tesseract, QR codes by zbar.

Measured so: each name is drawn by the shipped template, at the size and with the line breaks that the paper gives it;
some are put under one another, made twice as large (tesseract wants 300 dpi and more, the paper has 203), and read with
its Vietnamese data. The error is the edit distance of what was read, spaces evened out, in percent of the letters.
"""

import os
import re
import subprocess
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Callable, Sequence
from functools import cache
from itertools import islice
from pathlib import Path

import pytest
from PIL import Image
from PIL.Image import Image as Picture

from kiosk.config import load
from kiosk.config.fill import first_fill
from look.fonts import VIETNAMESE
from office.lookup.sample import sample
from printer.drawing import Drawing, Values
from printer.preview import SAMPLES, sample_of
from printer.slips import KINDS
from printer.template import Kind, load_templates

ROOT = Path(__file__).parents[2]
MOST_ERRORS_PERCENT = 0.5
LARGER = 2
TOGETHER = 10  # names in one picture

PROCEDURES = [one.name for one in sample()]
SERVICES = [one.name for one in first_fill(load(ROOT / "config.toml").first).services]


def procedure(name: str) -> tuple[str, Values]:
    return "checklist", {"title": name}


def service_on_a_ticket(name: str) -> tuple[str, Values]:
    return "ticket", {"service": name}


def in_a_list(name: str) -> tuple[str, Values]:
    """The smaller letters of lists; the slip of the day has the same."""
    return "checklist", {"papers": ({"n": "1", "paper": name},)}


@cache
def drawing_of(slip: str, paper: int) -> Drawing:
    return Drawing(load_templates(paper).get(slip))


def drawn(paper: int, names: Sequence[str], of: Callable[[str], tuple[str, Values]]) -> tuple[Picture, str]:
    """The names under one another as they stand on the paper, and what is to be read there."""
    found = []
    for name in names:
        slip, values = of(name)
        lines = drawing_of(slip, paper).lines(values)
        found.append(next(line for line in lines if line.text.endswith(name)))
    strips = [line.picture for line in found]
    page = Image.new("1", (strips[0].width, sum(strip.height + 20 for strip in strips)), 1)
    top = 10
    for strip in strips:
        page.paste(strip, (0, top))
        top += strip.height + 20
    return page, even(" ".join(line.text for line in found))


def read(pictures: Sequence[Picture], folder: Path) -> list[str]:
    """What tesseract reads on each of them."""
    paths = [folder / f"paper-{place}.png" for place in range(len(pictures))]
    for path, picture in zip(paths, pictures, strict=True):
        larger = (picture.width * LARGER, picture.height * LARGER)
        picture.convert("L").resize(larger, Image.Resampling.LANCZOS).save(path)
    (folder / "papers.txt").write_text("\n".join(map(str, paths)), "utf-8")
    line = ["tesseract", str(folder / "papers.txt"), "-", "-l", "vie", "--psm", "6", "--dpi", str(203 * LARGER)]
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    found = subprocess.run(line, capture_output=True, text=True, check=False, timeout=100, env=environment)
    if "vie.traineddata" in found.stderr:
        pytest.skip("the Vietnamese data of tesseract is missing (Debian package tesseract-ocr-vie)")
    assert found.returncode == 0, found.stderr
    pages = found.stdout.removesuffix("\f").split("\f")
    assert len(pages) == len(paths), found.stdout
    return [even(page) for page in pages]


def even(text: str) -> str:
    """Composed, with single spaces and one kind of dash: how long a dash is, says nothing."""
    return unicodedata.normalize("NFC", " ".join(re.sub("[–—]", "-", text).split()))


def distance(one: str, other: str) -> int:
    """How many letters must be changed, put in or taken out (Levenshtein)."""
    same = _alike(one, other)
    one, other = one[same:], other[same:]
    same = _alike(one[::-1], other[::-1])
    one, other = one[: len(one) - same], other[: len(other) - same]
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        corner, row[0] = row[0], i
        for j, beside in enumerate(other, 1):
            corner, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, corner + (letter != beside))
    return row[-1]


def _alike(one: str, other: str) -> int:
    """How many letters at the head of both are the same."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


@pytest.mark.parametrize("paper", [80, 58])
@pytest.mark.slow
@pytest.mark.needs("tesseract")
def test_vietnamese_is_read_with_at_most_half_a_percent_of_errors(tmp_path: Path, paper: int) -> None:
    pages = list[tuple[Picture, str]]()
    for names, of in ((PROCEDURES, procedure), (SERVICES, service_on_a_ticket), (SERVICES, in_a_list)):
        rest = iter(names)
        while some := list(islice(rest, TOGETHER)):
            pages.append(drawn(paper, some, of))
    found = read([picture for picture, _ in pages], tmp_path)
    letters = sum(len(there) for _, there in pages)
    errors = sum(distance(there, text) for (_, there), text in zip(pages, found, strict=True))
    print(f"{errors} of {letters} letters wrong")
    assert 100 * errors / letters <= MOST_ERRORS_PERCENT, f"{errors} of {letters}"


def test_the_names_that_are_read_have_most_letters_of_vietnamese() -> None:
    assert len(PROCEDURES) == 50
    assert len(SERVICES) >= 8
    assert len({letter.lower() for letter in "".join(PROCEDURES + SERVICES)} & VIETNAMESE) >= 55


ZBAR = "{http://zbar.sourceforge.net/2008/barcode}"
QR_TEXTS = [
    "https://thanhson.gov.vn/mot-cua",
    "https://mot-cua.thanhson.gov.vn/y-kien/7K4QW2",
    "https://dichvucong.gov.vn/p/tra-cuu/dvc-chi-tiet-thu-tuc-hanh-chinh.html?ma_thu_tuc=1.001193&xa=thanh-son",
]


WITH_CODE = ("ticket", "reprint", "checklist", "survey")
PAPERS = (80, 58)


@pytest.fixture(scope="module")
def codes(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str, int], str]:
    """Slip, address and paper → what zbar reads on it; all of them together, because its start costs the most."""
    slips: dict[tuple[str, str, int], Picture] = {}
    for paper in PAPERS:
        templates = load_templates(paper)
        for slip in WITH_CODE:
            drawing = Drawing(templates.get(slip))
            slips |= {(slip, text, paper): drawing.draw({**SAMPLES[slip], "url": text}) for text in QR_TEXTS}
        page = templates.get("test")
        slips["test", "", paper] = Drawing(page).draw(sample_of(page))
    return dict(zip(slips, zbar(list(slips.values()), tmp_path_factory.mktemp("slips")), strict=True))


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("text", QR_TEXTS)
@pytest.mark.parametrize("slip", WITH_CODE)
@pytest.mark.needs("zbarimg")
def test_the_qr_code_is_read_by_zbar(codes: dict[tuple[str, str, int], str], slip: str, text: str, paper: int) -> None:
    assert codes[slip, text, paper] == text


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.needs("zbarimg")
def test_the_qr_code_of_the_test_page_is_read_by_zbar(codes: dict[tuple[str, str, int], str], paper: int) -> None:
    assert codes["test", "", paper] == f"motcua {paper} mm 23/11/2026 08:42"


def zbar(pictures: Sequence[Picture], folder: Path) -> list[str]:
    """What it reads on the whole slips as the head burns them, dot by dot."""
    paths = [folder / f"slip-{place}.png" for place in range(len(pictures))]
    for path, picture in zip(paths, pictures, strict=True):
        picture.save(path)
    found = subprocess.run(
        ["zbarimg", "-q", "--xml", "-Sdisable", "-Sqrcode.enable", *map(str, paths)],
        capture_output=True,
        text=True,
        check=False,  # 4: on one of them it found none
        timeout=60,
    )
    read = {
        source.get("href"): "".join(data.text or "" for data in source.iter(f"{ZBAR}data"))
        for source in ET.fromstring(found.stdout).iter(f"{ZBAR}source")
    }
    return [read.get(str(path), "") for path in paths]


@pytest.mark.parametrize("paper", [80, 58])
@pytest.mark.parametrize("slip", KINDS)
def test_a_sample_shows_everything_that_its_template_can(slip: str, paper: int) -> None:
    template = load_templates(paper).get(slip)
    lines = Drawing(template).lines({**SAMPLES[slip], "leader": "Chủ tịch Nguyễn Văn An", "url": "https://x.vn"})
    shown = [line for line in lines if line.kind not in (None, Kind.SPACE, Kind.RULE)]
    blocks = [one for one in template.blocks if one.kind not in (Kind.SPACE, Kind.RULE, Kind.EACH)]
    assert len(shown) >= len(blocks)
