"""篇目和附件：what stands around the text of an article or of the issue: byline, source, links, 编者按, 版记."""
