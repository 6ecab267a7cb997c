"""PDF：characters in their places become lines, paragraphs and pieces of a draft."""
