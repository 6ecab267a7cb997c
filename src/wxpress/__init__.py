"""文选 press: from the text of a Chinese study bulletin to a finished PDF, EPUB and HTML."""

__version__ = "0.1.0"
