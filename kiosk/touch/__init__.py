"""What citizens touch: the screen that gives numbers and tells about procedures, and the faces at a counter.

| layer | owns | does not know |
|---|---|---|
| `models` | where a person is, what a press means, every wait | pixels, Kivy |
| `page`, `lookup`, `counsel` | what a screen shows at this moment, as frozen values | how it got there |
| `fingers`, `reader` | which touches are one press, which keys are a scanned code | what a press or a code means |
| `layout` | where everything stands, in millimetres (`look.sheet`) | what a press means |
| `glass` | the Kivy window: shows a page on a pane of `display.glass`, feels fingers and keys | everything above |

`app` puts them together. Only `glass` and `app` import Kivy, so everything else is tested without a window.
"""
