"""The real parts that tests run against: each starts in a second at most, and none of them is a stand-in."""
