"""标题的级：what the number of ``#`` means where a source marks levels as wxpress does."""

TITLE_LEVEL = 1
"""本期主题。"""

SECTION_LEVEL = 2
"""栏目。"""

ARTICLE_LEVEL = 3
"""篇目; deeper ones are headings inside an article, counted from the next."""
