"""`python -m engine.database.revision "what changes"` writes the next migration; for developers (`make revision`)."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from engine.database.database import open_database
from engine.database.migrate import autogenerate


def main() -> None:
    """Compare the tables of the code with an empty, migrated database; write the difference and format it."""
    if len(sys.argv) != 2:
        sys.exit('usage: python -m engine.database.revision "Add the table of ..."')
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(None, Path(folder))
        try:
            file = autogenerate(sys.argv[1], database)
        finally:
            database.close()
    subprocess.run([sys.executable, "-m", "ruff", "format", "-q", str(file)], check=False)


if __name__ == "__main__":
    main()
