"""The window of the hall display: puts boards on a pane, and only what has changed of them."""

from pathlib import Path

from display.glass.album import save
from display.glass.pane import Pane
from display.glass.textures import Textures
from display.hall.board import Board
from display.hall.layout import placed
from display.hall.panel import Panel
from look.drawing.raster import Pictures

MOST_BYTES = 24_000_000


class Glass(Pane):
    """The display of one panel."""

    def __init__(self, panel: Panel, pictures: Pictures) -> None:
        super().__init__(Textures(pictures, MOST_BYTES))
        self.size, self.size_hint = (panel.width, panel.height), (None, None)
        self.panel = panel
        self.board: Board | None = None

    def follow(self, board: Board) -> bool:
        """Puts the board on the glass; False when it stands there already."""
        if board == self.board:
            return False
        self.board = board
        self.show(placed(board, self.panel))
        return True

    def save(self, path: Path) -> None:
        """A picture of the display."""
        save(self, path)
