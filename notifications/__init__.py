"""Letters, emails and how they leave the house."""
