"""Our own drawings as pictures: pictograms, faces, plates and codes for screens that cannot read SVG. Needs Pillow."""
