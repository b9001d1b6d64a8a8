"""Who fits which job, and why: gates, reasons, and the plan of a week."""
