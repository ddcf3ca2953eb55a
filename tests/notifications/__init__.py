"""What letters and emails promise."""
