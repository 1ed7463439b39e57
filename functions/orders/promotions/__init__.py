"""What takes something off: promotions, and the coupons that ask for one."""
