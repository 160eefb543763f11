"""What the program prints of people."""
