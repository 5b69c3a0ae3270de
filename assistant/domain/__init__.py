"""Values and pure rules: nothing here reads a file, a clock or a network."""
