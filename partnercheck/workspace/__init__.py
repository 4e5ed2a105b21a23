"""The files of a workspace: vendors, answers, goals, meetings, promises, decisions."""
