"""The demonstration office: plainly fictional people, positions and accounts."""
