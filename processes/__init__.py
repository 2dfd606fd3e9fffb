"""What the agency does: one folder an SOP."""
