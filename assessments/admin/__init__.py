"""The programme team's rooms: edits drafts, reads everything else."""
