"""The page of all errors, for those who write programs against the API: `python -m kiosk.web.api.errors`.

Made from the two tables of problems; a test keeps `docs/api-errors.md` equal to it.
"""

import sys

from kiosk.web.api.refusals import PROBLEMS
from look.words import say
from web.problems import GENERAL, URN, Problem

HEAD = f"""# Errors of the LAN API

Every error is one `application/problem+json` document (RFC 9457): `type` is `{URN}<code>`; `code`, `status`,
`title` and `detail` are always there. `title` and `detail` are for people: Vietnamese, or English for a program that
asks with `Accept-Language: en`. Decide by `code`, never by the words.

Further fields, where they help: `errors` (`field`, `why`) with every `invalid`; `state` with `wrong_state`; `current`
with `stale` (the ticket that is really there, or null); `retry_after` (seconds, also as `Retry-After`) with `locked`;
`counters` with `still_serving`; `numbers` with `number_taken`; `limit` (bytes) with `too_large`.

A refused number says when to come back: `closed`, `quota_reached`, `not_today` and `day_closed` carry `opens_at`
("13:30" of today, "2026-11-24T07:30" of another day, null when nobody knows) and, when it is known, `when`: the same in
words, as `detail` says it. `day_name` with `closed` is the name of a special day.

A refused request changed nothing and may be sent again with the same `request_id`.

| code | status | title | detail |
|---|---|---|---|
"""


def page() -> str:
    """The whole page, in English, by status and code."""
    problems = {**GENERAL, **PROBLEMS}.values()
    return HEAD + "".join(_row(one) for one in sorted(problems, key=lambda one: (one.status, one.code)))


def _row(one: Problem) -> str:
    detail = say("en", one.detail).replace("|", "\\|")
    return f"| `{one.code}` | {one.status} | {say('en', one.title)} | {detail} |\n"


if __name__ == "__main__":
    sys.stdout.write(page())
