"""订正：the editor's overrides carried out, accounted for, and written the other way round."""
