"""What shops are owed goes to them."""
