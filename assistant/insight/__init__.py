"""What the numbers say: count, compare, flag, suppress, export."""
