"""版面附件：what belongs to a page, of paper or of the web, and not to the text."""
