"""Parts that several SOPs share: call activities, forms, letters, decision tables and their handlers."""
