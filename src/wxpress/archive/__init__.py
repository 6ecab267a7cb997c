"""文选库：what a folder of bulletins yields as a whole: index page, search, feed and catalogues, from trees to bytes.

Nothing here knows a source or writes a file. All paths are relative to the archive's folder, so that it works from a
web server, a folder or a stick alike.
"""
