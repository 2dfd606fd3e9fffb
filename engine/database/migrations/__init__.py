"""The history of the tables: one revision a file, applied by `engine.database.migrate`."""
