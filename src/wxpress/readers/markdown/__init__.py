"""Markdown：blocks and inlines become pieces of a draft."""
