-- Whom to write to about a shop.
GRANT USAGE ON SCHEMA sellers_api TO notifications;
GRANT SELECT ON sellers_api.owners TO notifications;
