"""Where everything stands on the glass: pages become sheets of placed things, in pixels that come from millimetres.

Pure functions of a page and the measures of the panel; one set of them for portrait and landscape.
"""
