"""Opens the database, SQLite in the home folder or PostgreSQL, and hands out transactions."""

from engine.database.database import Count, Database, open_database
from engine.database.errors import DatabaseBusy, DatabaseUnknown, TransactionOpen

__all__ = ["Count", "Database", "DatabaseBusy", "DatabaseUnknown", "TransactionOpen", "open_database"]
