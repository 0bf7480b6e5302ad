"""The catalogue from the command line: the same with a running service and without one."""

import json
from pathlib import Path

from tests.cli.conftest import Motcua, Said
from tests.lookup.files import BIRTH, csv_text, workbook

NEW = ("9.000001", "Đăng ký nuôi ong", "Nông nghiệp", "", "")


def test_a_file_is_looked_at_taken_in_listed_shown_and_written_again(office: Motcua, tmp_path: Path) -> None:
    file = tmp_path / "Thủ tục mới.xlsx"
    file.write_bytes(workbook((*BIRTH[:3], "8000", BIRTH[4]), NEW))
    looked = office("procedures", "import", str(file), "--dry-run")
    assert looked.out.splitlines()[-1].startswith(f"{file}: would be 1 new, 1 changed, 0 unchanged")
    assert office("procedures", "list").out.splitlines()[-1] == "50 procedures"
    taken = office("procedures", "import", str(file))
    assert (taken.code, taken.err) == (0, "")
    assert taken.out.splitlines() == [
        "fees that nobody knows, and other notes: 1",
        f"{file}: 1 new, 1 changed, 0 unchanged, 0 repealed; warnings: 0",
    ]
    assert "9.000001  in_force  Nông nghiệp" in office("procedures", "list").out
    shown = office("procedures", "show", "1.001193").out
    assert "Thủ tục mới.xlsx" in shown
    assert "dong 8000" in shown
    out = tmp_path / "out.json"
    assert office("procedures", "export", str(out)) == Said(0, f"{out}: written\n", "")
    assert len(json.loads(out.read_text("utf-8"))["procedures"]) == 51
    whole = office("procedures", "import", str(file), "--whole", "--dry-run").out
    assert whole.splitlines()[-1].startswith(f"{file}: would be 0 new, 0 changed, 2 unchanged, 49 repealed")


def test_a_file_with_mistakes_is_refused_and_all_are_said(office: Motcua, tmp_path: Path) -> None:
    file = tmp_path / "bad.csv"
    file.write_text(csv_text(("1.00", "X", "Y", "", ""), ("1.000001", "", "Y", "", "")), encoding="utf-8")
    said = office("procedures", "import", str(file))
    assert said == Said(
        1,
        "error: row 2: “1.00” is not a code; a code is like 1.001193.\nerror: row 3: There is no name.\n",
        f"motcua: {file}: refused, nothing was changed; mistakes: 2\n",
    )
    assert office("procedures", "show", "1.000001").code == 1


def test_what_does_not_work_is_one_clear_line(office: Motcua) -> None:
    for words, line in (
        (("show", "1.999999"), "there is no such procedure; see `motcua procedures list`"),
        (("export", "x.ods"), "x.ods: the name must end in .csv, .xlsx, .json"),
        (("import", "/nowhere.csv"), "/nowhere.csv: no such file or directory"),
    ):
        assert office("procedures", *words) == Said(1, "", f"motcua: {line}\n")
