-- The language that somebody is written to in, for documents that bear no other word about them.
CREATE VIEW users_api.languages AS
SELECT id AS user_id, locale
FROM profiles;

GRANT USAGE ON SCHEMA users_api TO orders;
GRANT SELECT ON users_api.languages TO orders;
