"""Updates of an installed office: a signed file, tried before it runs and on trial while it does.

`manifest` says what a version is, `bundle` writes and unpacks the file, `keys` knows whose signature counts, `applying`
goes through the steps, `trying` and `looking` are what a version does when it is asked how it is. Which version starts
is not decided here, but by `choose-version`, which works when no version does.
"""
