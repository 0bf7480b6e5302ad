"""The ticket printer: where it is, how wide its paper, and whether a page really comes out right."""

from collections.abc import Iterator

from kiosk.setup.machine import Machine, PrinterPlace
from kiosk.setup.places import BARE, read_place, wiring_of
from kiosk.setup.question import AGAIN, BEFORE, NO, YES, Kind, Option, Question, Result, Seen
from kiosk.setup.reading import printer_address
from kiosk.setup.steps.saying import told_by
from look.words import N_
from printer.commissioning import QUESTIONS

ADDRESS, SERIAL = "address", "serial:"


def printer(seen: Seen) -> Iterator[Question]:
    """Found by itself, or by its address; then the page."""
    found = seen.result("printer.place").items
    yield Question(
        key="printer.place",
        kind=Kind.CHOICE,
        title=seen.say(N_("Which printer prints the tickets?")),
        told=seen.result("printer.place").told,
        options=(
            *found,
            Option(ADDRESS, seen.say(N_("A printer in the network, by its address"))),
            Option("virtual", seen.say(N_("No printer yet: pictures of the tickets are kept"))),
            Option("off", seen.say(N_("Numbers without paper"))),
            Option(AGAIN, seen.say(N_("Look again"))),
        ),
        default=_likely(seen.result("printer.place")),
        read=read_place,
        is_open=True,
        deed=_find,
        busy=seen.say(N_("Looking for printers …")),
    )
    if seen.text("printer.place") == ADDRESS:
        yield Question(
            key="printer.address",
            kind=Kind.TEXT,
            title=seen.say(N_("The address of the printer")),
            help=seen.say(N_("In figures, such as 192.168.1.50; it stands on the page that the printer prints.")),
            read=printer_address,
            plain=True,
        )
    yield from _on_paper(seen)


def _likely(found: Result) -> str:
    """The first one; but a serial port where nobody answers is a port of the board, not a printer."""
    is_printer = found.items and (found.good or not found.items[0].value.startswith(SERIAL))
    return found.items[0].value if is_printer else "virtual"


def _on_paper(seen: Seen) -> Iterator[Question]:
    """Width and page, for what is a printer at all."""
    if place(seen) in ("", "off"):
        return
    yield Question(
        key="printer.width",
        kind=Kind.CHOICE,
        title=seen.say(N_("How wide is the paper?")),
        options=(Option("80", "80 mm"), Option("58", "58 mm")),
        default="80",
    )
    if place(seen) not in BARE:
        yield from _page(seen)


def _page(seen: Seen) -> Iterator[Question]:
    """What only eyes can judge."""
    yield Question(
        key="printer.page",
        kind=Kind.CHOICE,
        title=seen.say(N_("Did the test page come out as it says itself?")),
        told=seen.result("printer.page").told,
        options=(
            Option(YES, seen.say(N_("Yes, all six parts are right"))),
            Option(NO, seen.say(N_("No, something is wrong"))),
            Option(AGAIN, seen.say(N_("Print it once more"))),
            Option(BEFORE, seen.say(N_("Choose something else"))),
        ),
        default=YES if seen.result("printer.page").good else NO,
        deed=_print,
        busy=seen.say(N_("The test page is being printed …")),
    )
    if seen.text("printer.page") == NO:
        yield Question(
            key="printer.wrong",
            kind=Kind.MANY,
            title=seen.say(N_("What is wrong with it?")),
            help=seen.say(N_("Tick every question to which the answer is no.")),
            options=(
                Option("nothing-came", seen.say(N_("No page came out"))),
                *(Option(one.key, seen.say(one.words)) for one in QUESTIONS),
            ),
        )


def place(seen: Seen) -> str:
    """Where the printer is, in one word; "" when it was not asked."""
    found = seen.text("printer.place")
    return seen.text("printer.address") if found == ADDRESS else found


def _find(machine: Machine, seen: Seen) -> Result:
    found = machine.printers()
    likely = sorted(found, key=lambda one: (not one.answered, one.place.startswith(SERIAL)))
    items = tuple(_option(seen, one) for one in likely if one.place)
    has_answered = any(one.answered for one in found)
    told = [f"{seen.say(one.name)}: {seen.say(one.why)}" for one in found if one.why and not one.answered]
    if not has_answered and not told:
        told.append(seen.say(N_("No printer answered. Look at its power and its cable, then look again.")))
    return Result(tuple(told), items, has_answered)


def _option(seen: Seen, one: PrinterPlace) -> Option:
    how = seen.say(N_("answers") if one.answered else N_("does not answer"))
    return Option(one.place, seen.say(one.name), f"{one.place.partition(':')[2]} · {how}")


def _print(machine: Machine, seen: Seen) -> Result:
    wiring = wiring_of(place(seen)) | {"width": int(seen.text("printer.width", "80"))}
    return told_by(seen, machine.print_page(wiring))
