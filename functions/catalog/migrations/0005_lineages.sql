-- The categories that a product is in, from the root down to its own.
CREATE VIEW catalog_api.lineages AS
SELECT product.id AS product_id, category.lineage
FROM products AS product
JOIN categories AS category ON category.id = product.category_id;

GRANT SELECT ON catalog_api.lineages TO orders;
