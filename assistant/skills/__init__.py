"""One verb a file; each decides about one text and knows no store, no channel and no other skill."""
