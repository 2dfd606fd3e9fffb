"""The talent pool SOP: competency assessment and 360 appraisal of officials, from the plan to the report."""
