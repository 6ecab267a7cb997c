"""预览：rebuilds what changes and shows it in the browser, on this machine only."""
