"""出件：puts files on the disk, each whole or not at all, and takes away what is gone."""
