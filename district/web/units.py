"""The units that a reader may choose among, for the lists of the pages."""

from typing import Any

from district.offices import Tree
from district.people import Caller


def units(tree: Tree, caller: Caller) -> list[dict[str, Any]]:
    """In the order of their paths."""
    mine = [one for one in tree.nodes.values() if not one.is_office and tree.sees(caller.node, one.id)]
    named = [
        {"id": one.id, "name": one.name, "label": one.label, "depth": len(tree.above(one.id)), "parent": one.parent}
        for one in mine
    ]
    return sorted(named, key=lambda unit: [*tree.path(str(unit["id"])), str(unit["name"])])
