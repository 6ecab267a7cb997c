"""网页：what a page shows becomes pieces of a draft."""
