"""The verbs of a case, one file each, in the order they happen; reached only through `act`."""
