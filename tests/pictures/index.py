"""The page that shows all pictures of the repository, by screen and state."""

from collections.abc import Iterable, Mapping
from pathlib import Path

HEAD = """\
# What people see

Made by `./run pictures` from the states that the tests know, so nothing here is older than the screens themselves: run
it after a change of a screen and look. `./run pictures --whole DIR` keeps every picture at full size as well, for
checking by eye.

Each state of the windows is shown upright and lying, in Vietnamese and in English. A picture shows one moment; what
leads to it is told in `tests/touch/examples.py` and `tests/hall/states.py`.
"""


def written(folder: Path, sections: Mapping[str, Iterable[str]]) -> Path:
    """DIR/README.md: a heading for each section, and under it each picture with its name."""
    lines = [HEAD]
    for title, names in sections.items():
        lines.append(f"## {title}\n")
        lines += [f"**{words(name)}**\n\n![{words(name)}]({name}.png)\n" for name in names]
    path = folder / "README.md"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def words(name: str) -> str:
    return name.replace("-", " ").replace("_", " ")
