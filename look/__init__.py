"""How everything looks and speaks: words, formats, colours, letters and pictograms.

The ground floor: it imports no other package of this repository, and nothing third-party when it is imported.
"""
