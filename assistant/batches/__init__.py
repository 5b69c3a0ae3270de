"""The union's verbs on many complaints: take in, mask, sort, cluster, label, join, hand out."""
