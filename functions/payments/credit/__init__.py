"""Gift cards and store credit: what customers may pay with because it is owed to them."""
