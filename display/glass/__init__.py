"""What every window of ours is made of: Kivy set up, a surface drawn, the options and the end of its program.

`pane` draws a `look.sheet` surface, `textures` keeps what was drawn, `album` saves pictures; `environment`, `options`
and `program` are plain Python and may be imported before Kivy. Decides nothing; used by the hall and the touch screen.
"""
