"""How it runs: commands, log, cases, people, calendar, documents, jobs. No Flask, no HTTP."""
