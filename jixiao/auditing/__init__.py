"""Rules that hold published targets against themselves, their peers and their past."""
