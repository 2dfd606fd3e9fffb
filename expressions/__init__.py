"""What a condition says: one small, total language, spelled in three ways."""
