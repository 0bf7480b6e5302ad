"""Where everything stands on a screen: measures in millimetres, areas, lines of letters, and the things themselves.

Pure functions and values; whoever has a window draws them (`display.glass`). Measures letters with Pillow.
"""
