"""一字不差：the proof that source, ledger and tree agree to the character."""
