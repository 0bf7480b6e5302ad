"""How everything looks and speaks: words, formats, colours, letters, pictograms, and places on a screen.

The ground floor: it imports no other package of this repository, and nothing third-party when it is imported; only
`drawing` and `sheet`, for windows, use Pillow.
"""
