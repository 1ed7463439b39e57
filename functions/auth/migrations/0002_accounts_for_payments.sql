-- Store credit is granted to those who have an account.
GRANT USAGE ON SCHEMA auth_api TO payments;
GRANT SELECT ON auth_api.contacts TO payments;
