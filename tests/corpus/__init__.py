"""A corpus of bulletins made at random: trees, the ways in which they arrive, and how well they are recovered.

``python -m tests.corpus --count 20 --kind seed`` measures; everything follows from the seed number.
"""
