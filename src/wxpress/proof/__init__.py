"""校样：measures a finished PDF, line by line, and tells what a compositor would mend.

It reads the glyphs that stand in the file, not what the layout meant to do; the tree only tells which line is which.
"""
