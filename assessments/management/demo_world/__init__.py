"""What the demonstration world holds: invented bodies, invented people, believable answers."""
