"""The files of a workspace: vendors, answers, goals, meetings, decisions."""
