"""A server that keeps Stripe's contract, as far as Souk is a party to it.

Sources: the reference at https://docs.stripe.com/api and the types of Stripe's own library; what test methods do is at
https://docs.stripe.com/testing.
"""
