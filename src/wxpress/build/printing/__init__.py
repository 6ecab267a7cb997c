"""付印：one order carried out, in this process or another: from bytes to a document, from a document to outputs."""
