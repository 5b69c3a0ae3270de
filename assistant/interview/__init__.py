"""The parts of an interview: reading answers, filling in what was already said, corrections, and how it is put into words."""
