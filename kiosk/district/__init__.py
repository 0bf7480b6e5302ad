"""The tier above, as the office's service sees it: whether there is one, how to reach it, how far it has the facts."""
