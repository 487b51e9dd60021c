"""Charts drawn on the server: plain SVG with classes, links and a table behind each.

Nothing here needs a script, an inline style or a library; the same drawing serves screen and paper.
Colour repeats what position, glyph and word already say. What the Administration says is drawn
hollow, what an oversight body found is drawn solid: only a finding closes.

Values in parts may be attributes or keys, so figures, dataclasses and plain dicts all serve.
"""
