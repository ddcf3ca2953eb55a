"""What many cases say together: who needs an eye on Monday, what falls due on which day, what a meeting looks at."""
