"""Every line of SQL. Everything stored is reached through the functions of this room, which take an open transaction."""
