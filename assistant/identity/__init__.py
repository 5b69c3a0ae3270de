"""Who somebody is: accounts, log-ins, roles, chat accounts that are one person. Nothing here knows a channel."""
