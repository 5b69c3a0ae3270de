"""Ways in and out: the web page, the JSON API, and what serves them. They stand on `assistant`, never the reverse."""
