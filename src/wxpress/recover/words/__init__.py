"""字句：what the words and the form of a line tell by themselves, wherever it stands."""
