"""What people look at: SQL in, frozen rows out, never more than the reader may see."""
