"""Glass that nobody sees, made to behave as glass that somebody sees: a frame is drawn to its end before the next one.

What surprises: turning front and back over has no effect on an unseen surface (EGL 1.5, 3.10.1, pbuffers), so there
nobody waits for the threads that draw without a graphics card. Mesa (llvmpipe) then collects many frames into one
scene, with every picture in them, also those that the window has given back since; and while its threads are behind it
begins one scene more, up to 64, and keeps it. The touch window holds 37 MB for each: two on a quiet machine, three on a
busy one. A window on X waits for each of its frames and has one.
"""

from typing import Any


def draw_to_the_end(window: Any) -> None:
    """From now on every frame of Kivy's `window` is drawn before the program goes on, as it is on a screen."""
    from kivy.graphics.opengl import glFinish

    window.bind(on_flip=lambda *_: glFinish())
