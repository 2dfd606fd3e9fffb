"""People's door: the Flask pages and the command line; puts the house together."""
