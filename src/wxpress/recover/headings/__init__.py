"""标题：which lines head 栏目, 篇目 and parts of a text, by layers of evidence that are weighed in one place."""
