"""The pages of the shop as markup, and what search engines read."""
