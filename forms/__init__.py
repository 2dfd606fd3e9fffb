"""What a person fills in: the form language, its validation and samples. Pure: no Flask, no database."""
