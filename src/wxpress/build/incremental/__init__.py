"""增量：what a build knows of earlier ones: results by what they were made of, and what tells one from another."""
