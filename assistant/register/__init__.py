"""The employer's verbs: describe a system, draft, assess, consult, approve, publish, supersede, suspend; one subject a file."""
