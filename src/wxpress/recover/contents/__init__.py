"""目录：the printed contents, found, divided into entries, and paired with the titles of the body."""
