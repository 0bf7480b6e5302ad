"""Questions over HTTP to a service in a chroot, asked from within by the installed version's own Python."""

import json
import subprocess
from typing import Any

from tests.package.chroots import Chroot, Failed

# Reads one question from standard input, writes status and answer.
ASKING = """
import json, ssl, sys, urllib.error, urllib.request
asked = json.load(sys.stdin)
body = None if asked["body"] is None else json.dumps(asked["body"]).encode()
wanted = urllib.request.Request(asked["url"], body, asked["headers"])
unknown = ssl._create_unverified_context()
try:
    with urllib.request.urlopen(wanted, timeout=20, context=unknown) as answer:
        print(json.dumps([answer.status, answer.read().decode()]))
except urllib.error.HTTPError as refused:
    print(json.dumps([refused.code, refused.read().decode()]))
"""

# Takes a number every quarter of a second until standard input ends; writes how many, and what went wrong.
TAKING = """
import json, select, sys, urllib.request, uuid
url, token = sys.argv[1:]
taken, wrong = [], []
while not select.select([sys.stdin], [], [], 0.25)[0]:
    body = json.dumps({"service": "A", "request_id": str(uuid.uuid4())}).encode()
    headers = {"Content-Type": "application/json", "Authorization": "Bearer " + token}
    try:
        with urllib.request.urlopen(urllib.request.Request(url, body, headers), timeout=20) as answer:
            taken.append(json.load(answer)["number"])
    except OSError as trouble:
        wrong.append(str(trouble))
print(json.dumps([taken, wrong]))
"""


def ask(chroot: Chroot, python: str, url: str, body: object = None, token: str = "") -> tuple[int, Any]:
    """Status and answer (JSON if it is any); raises `Failed` when nobody answers."""
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    question = json.dumps({"url": url, "body": body, "headers": headers})
    status, text = json.loads(chroot.run(python, "-I", "-c", ASKING, given=question))
    try:
        return status, json.loads(text)
    except ValueError:
        return status, text


class Taking:
    """Somebody who takes number after number, for as long as this context lasts."""

    def __init__(self, chroot: Chroot, python: str, url: str, token: str) -> None:
        words = chroot.words([python, "-I", "-c", TAKING, url, token])
        self._taking = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.taken, self.wrong = list[str](), list[str]()

    def __enter__(self) -> "Taking":
        return self

    def __exit__(self, *_: object) -> None:
        said = self._taking.communicate("", timeout=60)[0]
        if self._taking.returncode:
            raise Failed(f"whoever takes numbers ended with {self._taking.returncode}")
        answer: list[list[str]] = json.loads(said)
        self.taken, self.wrong = answer
