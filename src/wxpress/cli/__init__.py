"""命令行：one small module per command; the only room that prints."""
