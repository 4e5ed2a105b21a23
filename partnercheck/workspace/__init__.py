"""What a workspace holds: vendors, answers, goals, meetings, decisions."""
