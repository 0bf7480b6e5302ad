"""The service: whether the office answers on its port, or could."""

import socket
from collections.abc import Iterator

from kiosk.config import Config
from kiosk.health.finding import BAD, OK, WARN, Finding
from kiosk.health.patient import Inside, Patient
from look.words import N_


def look(patient: Patient) -> Iterator[Finding]:
    config = patient.config
    values = {"address": config.web.listen}
    if patient.is_at_rest:
        yield _could(config)
    elif _answers(config):
        yield Finding(OK, N_("The office service runs and answers on {address}"), values)
    else:
        advice = N_("If it has just been started, wait a moment; else restart it.")
        yield Finding(WARN, N_("The office service runs, but does not answer on {address}"), values, advice)
    if patient.inside is not None:
        yield from _workers(patient.inside)


def _workers(inside: Inside) -> Iterator[Finding]:
    late = inside.late()
    for one in late:
        values = {"worker": one.name, "seconds": one.seconds}
        advice = N_("If it does not end by itself, restart the service: sudo systemctl restart motcua")
        yield Finding(BAD, N_("The worker {worker} has been at one thing for {seconds} s"), values, advice)
    if not late:
        yield Finding(OK, N_("All workers of the service get on"))


def _could(config: Config) -> Finding:
    values = {"address": config.web.listen}
    if _is_free(config):
        return Finding(OK, N_("The office service does not run; {address} is free"), values)
    advice = N_("End the other program, or choose another [web] listen.")
    return Finding(BAD, N_("Another program listens on {address}"), values, advice)


def _is_free(config: Config) -> bool:
    host, port = config.web.listen
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trying:
        trying.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trying.bind((host, port))
        except OSError:
            return False
    return True


def _answers(config: Config) -> bool:
    host, port = config.web.listen
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 -- "every address" is asked on loopback
    try:
        with socket.create_connection((reachable, port), timeout=2):
            return True
    except OSError:
        return False
