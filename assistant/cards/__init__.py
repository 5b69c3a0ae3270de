"""What a card is made of: citations, dated clocks, contacts, and its layout as text."""
