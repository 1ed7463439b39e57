-- What a product's page needs, for everybody when it is listed and for its shop before. Views read as their owner.
CREATE VIEW pages AS
SELECT id, seller_id, reference, category_id, title, description, images, attributes, options, amount, currency, version,
  created_at, updated_at, listed
FROM products
WHERE archived_at IS NULL;

CREATE VIEW page_variants AS
SELECT id, product_id, sku, options, amount, position
FROM product_variants
WHERE archived_at IS NULL;

-- Planning this query takes three times as long as running it. A function keeps the plan for its session, which a
-- statement could do only by a name, and names tie a session of RDS Proxy to one client.
CREATE FUNCTION show_product(wanted uuid, shop uuid) RETURNS json LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (
    SELECT json_build_object(
      'id', p.id,
      'version', p.version,
      'reference', p.reference,
      'title', p.title,
      'description', p.description,
      'price', souk.money(p.amount, p.currency),
      'seller', json_build_object('id', p.seller_id, 'name', COALESCE(s.name, '')),
      'category', own.trail,
      'attributes', p.attributes,
      'image_url', p.images[1],
      'images', p.images,
      'options', p.options,
      'variants', stock.variants,
      'in_stock', stock.available > 0,
      'stock_quantity', stock.available,
      'created_at', p.created_at,
      'updated_at', p.updated_at
    )
    FROM pages p
    LEFT JOIN sellers s ON s.id = p.seller_id
    LEFT JOIN categories own ON own.id = p.category_id
    CROSS JOIN LATERAL (
      SELECT COALESCE(sum(a.available), 0)::bigint AS available,
        json_agg(json_build_object(
          'id', v.id,
          'sku', v.sku,
          'options', v.options,
          'price', souk.money(v.amount, p.currency),
          'available', COALESCE(a.available, 0)
        ) ORDER BY v.position, v.id) AS variants
      FROM page_variants v
      LEFT JOIN inventory_api.availability a ON a.variant_id = v.id
      WHERE v.product_id = p.id
    ) stock
    WHERE p.id = wanted AND (p.listed OR p.seller_id = shop)
  );
END
$$;
