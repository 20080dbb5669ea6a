"""The published folder, and no other: always one complete build, never half of one."""
