"""Pictograms, plates and codes as pictures: Kivy cannot draw SVG, and without a graphics card it has smooth edges only
in textures. Everything here makes Pillow images, drawn four times as large and made small; nothing imports Kivy.
"""
