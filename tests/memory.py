"""How much memory a process has, as the kernel counts it; MB are 10^6 bytes."""

from pathlib import Path


def pss_mb(pid: int) -> float:
    """Proportional set size: with its share of the libraries, which goes by who else happens to use them."""
    return _counted(pid, "Pss:")


def own_mb(pid: int) -> float:
    """What this process alone has made: what may not grow, whoever else comes and goes."""
    return _counted(pid, "Anonymous:")


def _counted(pid: int, what: str) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(what)) * 1024 / 1e6
