"""A plug between a screen and the office that loses answers, or everything."""

import contextlib
import socket
import threading
from types import TracebackType


class Plug:
    """Passes bytes to `port`. `lose_answers` counts down: so many answers go nowhere and the connection is cut.

    `dead`: nothing is passed on and nothing is closed, as when somebody pulls the cable.
    """

    def __init__(self, port: int) -> None:
        self._target = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.lose_answers = 0
        self.dead = False
        self.lost = 0
        self._open = list[socket.socket]()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> "Plug":
        threading.Thread(target=self._take, name="plug", daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listener.close()
        self.cut()

    def cut(self) -> None:
        """Every open connection breaks."""
        while self._open:
            _break(self._open.pop())

    def _take(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                screen = self._listener.accept()[0]
                office = socket.create_connection(("127.0.0.1", self._target))
                self._open += [screen, office]
                threading.Thread(target=self._ask, args=(screen, office), daemon=True).start()
                threading.Thread(target=self._answer, args=(office, screen), daemon=True).start()

    def _ask(self, screen: socket.socket, office: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := screen.recv(65_536):
                if not self.dead:
                    office.sendall(data)
        _break(office)
        _break(screen)

    def _answer(self, office: socket.socket, screen: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := office.recv(65_536):
                if self.dead:
                    continue
                if self.lose_answers:
                    self.lose_answers, self.lost = self.lose_answers - 1, self.lost + 1
                    break
                screen.sendall(data)
        _break(screen)
        _break(office)


def _break(line: socket.socket) -> None:
    with contextlib.suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)  # wakes whoever reads from it
    line.close()
