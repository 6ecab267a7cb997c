"""接合：what page breaks, fixed widths and extractors have torn is made whole."""
