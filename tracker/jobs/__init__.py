"""What does the service do by itself? Plain functions of now; `schedule` says how often."""
