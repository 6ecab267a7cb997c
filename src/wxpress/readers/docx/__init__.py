"""Word 文件：what a .docx package holds becomes pieces of a draft."""
