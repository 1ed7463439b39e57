-- A category, with those that it is in from the root down to itself.
CREATE VIEW catalog_api.branches AS
SELECT id AS category_id, lineage
FROM categories;

GRANT SELECT ON catalog_api.branches TO orders;
