"""刊头：the lines above the contents, and the subject of the issue."""
