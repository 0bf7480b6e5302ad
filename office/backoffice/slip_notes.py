"""Who changed the template of a slip, or had a slip printed that is no ticket. The files themselves lie beside."""

import hashlib

from office.answers import Answer
from office.domain.people import Actor
from office.performing import Act, Performer


class SlipNotes:
    """Acts that only write down."""

    def __init__(self, performer: Performer) -> None:
        self._performer = performer

    def changed(self, actor: Actor, request_id: str | None, *, name: str, text: str) -> Answer:
        """`name`: "day-80"; `text` "" = the shipped one is in use again. The fact keeps what the text was by digest."""
        digest = hashlib.sha256(text.encode()).hexdigest() if text else None

        def work(act: Act) -> Answer:
            body = {"key": "template", "name": name, "value": digest}
            act.record("setting.changed", f"setting:template-{name}", body)
            return Answer({"template": name})

        return self._performer.perform("template", actor, request_id, {"name": name, "value": digest}, work)
