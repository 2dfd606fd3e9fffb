"""Mail: what people are told outside the portal, with little in it. To files by default, by SMTP where it is set up (docs/notices.md)."""
