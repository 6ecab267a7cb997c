"""中文排字：sets Chinese lines as CLREQ and GB/T 15834 ask, on top of WeasyPrint.

Everything is one idea: a line is a row of characters, and all of Chinese typography is a whole number of 1/1000 em
added to the advance of a character. The text, the boxes and the tags stay as they are.
"""
