-- What takes something off: a shop's promotion off what is the shop's, the platform's, which has no shop, off anything.
-- The benefit is as it is written and shown, see promotions/domain/model.py; with no product and no category named it
-- is for all, and so with no shop. A code makes it a coupon. Who used it is counted while there is a limit to count to.
CREATE TABLE promotions (
    id uuid PRIMARY KEY,
    seller_id uuid,
    title text NOT NULL CHECK (length(title) BETWEEN 1 AND 120),
    benefit jsonb NOT NULL CHECK (benefit ->> 'kind' IN ('percentage', 'amount', 'free_delivery', 'buy_x_get_y')),
    currency souk.currency,
    least_amount bigint NOT NULL DEFAULT 0 CHECK (least_amount >= 0),
    product_ids uuid[] NOT NULL DEFAULT '{}',
    category_ids uuid[] NOT NULL DEFAULT '{}',
    shop_ids uuid[] NOT NULL DEFAULT '{}' CHECK (seller_id IS NULL OR shop_ids = '{}'),
    starts_at timestamptz NOT NULL,
    ends_at timestamptz CONSTRAINT ends_after_it_starts CHECK (ends_at > starts_at),
    total_limit integer CHECK (total_limit > 0),
    person_limit integer CHECK (person_limit > 0),
    used integer NOT NULL DEFAULT 0 CONSTRAINT used_no_more_often_than_it_may_be CHECK (used BETWEEN 0 AND total_limit),
    stackable boolean NOT NULL,
    code text CHECK (code = upper(code)),
    ended_at timestamptz,
    version integer NOT NULL DEFAULT 1,
    CHECK (currency IS NOT NULL OR least_amount = 0 AND benefit ->> 'kind' <> 'amount')
);
CREATE UNIQUE INDEX code_once_among_the_live ON promotions (code) WHERE ended_at IS NULL;
CREATE INDEX promotions_by_code ON promotions (code, id DESC) WHERE code IS NOT NULL;
CREATE INDEX promotions_without_code ON promotions (seller_id) WHERE code IS NULL AND ended_at IS NULL;
CREATE INDEX promotions_of_seller ON promotions (seller_id, id DESC);

-- Which order used which promotion. Turns are numbered for each person, an address as a digest, as far as there is a
-- limit to them.
CREATE TABLE promotion_uses (
    order_id uuid NOT NULL REFERENCES orders,
    promotion_id uuid NOT NULL REFERENCES promotions,
    person bytea NOT NULL,
    turn integer CHECK (turn > 0),
    given_back_at timestamptz CHECK (given_back_at IS NULL OR turn IS NULL),
    PRIMARY KEY (order_id, promotion_id),
    CONSTRAINT turn_once UNIQUE (promotion_id, person, turn)
);

-- A code is free again when its time is up.
CREATE FUNCTION end_expired() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = orders, pg_temp AS $$
BEGIN
    UPDATE promotions AS expired
    SET ended_at = expired.ends_at, version = expired.version + 1
    WHERE expired.code = NEW.code AND expired.id <> NEW.id AND expired.ended_at IS NULL AND expired.ends_at <= now();
    RETURN NEW;
END
$$;
CREATE TRIGGER end_expired BEFORE INSERT OR UPDATE OF code ON promotions
    FOR EACH ROW WHEN (NEW.code IS NOT NULL AND NEW.ended_at IS NULL) EXECUTE FUNCTION end_expired();

CREATE FUNCTION status_of(promotion promotions) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE
    WHEN promotion.ended_at IS NOT NULL OR promotion.ends_at <= now() THEN 'ended'
    WHEN promotion.starts_at > now() THEN 'scheduled'
    WHEN promotion.used >= promotion.total_limit THEN 'used_up'
    ELSE 'active'
END;

-- A promotion as whoever made it sees it; without a limit in total, uses are counted when somebody looks, up to 1000.
CREATE FUNCTION document_of(promotion promotions) RETURNS json LANGUAGE sql STABLE PARALLEL SAFE
RETURN json_build_object(
    'id', promotion.id,
    'seller_id', promotion.seller_id,
    'title', promotion.title,
    'benefit', promotion.benefit,
    'products', promotion.product_ids,
    'categories', promotion.category_ids,
    'shops', promotion.shop_ids,
    'least_total', CASE
        WHEN promotion.least_amount > 0 THEN souk.money(promotion.least_amount, promotion.currency)
    END,
    'starts_at', promotion.starts_at,
    'ends_at', promotion.ends_at,
    'total_limit', promotion.total_limit,
    'person_limit', promotion.person_limit,
    'stackable', promotion.stackable,
    'code', promotion.code,
    'status', status_of(promotion),
    'used', CASE
        WHEN promotion.total_limit IS NOT NULL THEN promotion.used
        ELSE (
            SELECT count(*)
            FROM (
                SELECT
                FROM promotion_uses AS one
                WHERE one.promotion_id = promotion.id AND one.given_back_at IS NULL
                LIMIT 1000
            ) AS counted
        )
    END,
    'version', promotion.version
);

ALTER TABLE promotions ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON promotions USING (souk.is_own(seller_id));

-- Every promotion, read and written as the owner: for orders, which are of several shops, and for administrators.
CREATE VIEW all_promotions AS
SELECT promotion.*, status_of(promotion) AS status, document_of(promotion) AS document
FROM promotions AS promotion;

-- Goods and delivery at their price, and what is taken off each. The subsidy is what of that the platform pays. What
-- took it off is frozen, as it is shown.
ALTER TABLE orders
    ADD COLUMN discount_amount bigint NOT NULL DEFAULT 0 CHECK (discount_amount BETWEEN 0 AND items_amount),
    ADD COLUMN shipping_discount_amount bigint NOT NULL DEFAULT 0
        CHECK (shipping_discount_amount BETWEEN 0 AND shipping_amount),
    ADD COLUMN promotions jsonb NOT NULL DEFAULT '[]',
    DROP CONSTRAINT total_adds_up,
    ADD CONSTRAINT total_after_discounts CHECK (
        total_amount = items_amount - discount_amount + shipping_amount - shipping_discount_amount
            + CASE WHEN prices_include_tax THEN 0 ELSE tax_amount END
    );

ALTER TABLE seller_orders
    ADD COLUMN discount_amount bigint NOT NULL DEFAULT 0 CHECK (discount_amount BETWEEN 0 AND items_amount),
    ADD COLUMN shipping_discount_amount bigint NOT NULL DEFAULT 0
        CHECK (shipping_discount_amount BETWEEN 0 AND shipping_amount),
    ADD COLUMN subsidy_amount bigint NOT NULL DEFAULT 0
        CHECK (subsidy_amount BETWEEN 0 AND discount_amount + shipping_discount_amount),
    ADD COLUMN promotions jsonb NOT NULL DEFAULT '[]',
    DROP CONSTRAINT seller_orders_check,
    ADD CONSTRAINT tax_of_delivery_as_paid
        CHECK (shipping_tax_amount BETWEEN 0 AND shipping_amount - shipping_discount_amount),
    DROP CONSTRAINT total_adds_up,
    ADD CONSTRAINT total_after_discounts CHECK (
        total_amount = items_amount - discount_amount + shipping_amount - shipping_discount_amount
            + CASE WHEN prices_include_tax THEN 0 ELSE tax_amount END
    );

ALTER TABLE order_lines
    ADD COLUMN discount_amount bigint NOT NULL DEFAULT 0 CHECK (discount_amount >= 0),
    ADD COLUMN subsidy_amount bigint NOT NULL DEFAULT 0 CHECK (subsidy_amount BETWEEN 0 AND discount_amount),
    DROP CONSTRAINT order_lines_check,
    ADD CONSTRAINT total_after_discount CHECK (total_amount = unit_amount * quantity - discount_amount),
    DROP CONSTRAINT order_lines_check2,
    ADD CONSTRAINT commission_of_what_the_shop_sold_for
        CHECK (commission_amount BETWEEN 0 AND total_amount + subsidy_amount);

-- What shops sold, for those who keep the books of it.
CREATE OR REPLACE VIEW orders_api.shares AS
SELECT
    id AS seller_order_id, order_id, seller_id, currency, total_amount AS paid_amount, tax_amount, commission_amount,
    0::bigint AS commission_tax_amount, subsidy_amount
FROM seller_orders;

-- An order as its customer sees it, by itself and in a list.
CREATE OR REPLACE VIEW customer_orders AS
SELECT
    placed.id,
    placed.number,
    placed.customer_id,
    placed.guest_email,
    placed.guest_language,
    placed.status,
    json_build_object(
        'id', placed.id,
        'number', placed.number,
        'status', placed.status,
        'placed_at', placed.created_at,
        'items_total', souk.money(placed.items_amount, placed.currency),
        'shipping_total', souk.money(placed.shipping_amount, placed.currency),
        'discount_total', souk.money(placed.discount_amount + placed.shipping_discount_amount, placed.currency),
        'tax_total', souk.money(placed.tax_amount, placed.currency),
        'total', souk.money(placed.total_amount, placed.currency),
        'prices_include_tax', placed.prices_include_tax,
        'taxes', tax_table(placed.taxes, placed.currency),
        'promotions', placed.promotions,
        'refunded', souk.money(placed.refunded_amount, placed.currency),
        'shipping_address', placed.shipping_address,
        'email', placed.guest_email,
        'payment_method', placed.payment_method,
        'payment_transaction_id', placed.payment_transaction_id,
        'payment_failure', placed.payment_failure,
        'payable_until', payable_until(placed),
        'note', placed.note,
        'sellers', (
            SELECT json_agg(document_of(sold, placed.status, (
                SELECT json_agg(document_of(line) ORDER BY line.title, line.variant_id)
                FROM order_lines AS line
                WHERE line.seller_order_id = sold.id
            )) ORDER BY sold.seller_name, sold.seller_id)
            FROM seller_orders AS sold
            WHERE sold.order_id = placed.id
        )
    ) AS document,
    json_build_object(
        'id', placed.id,
        'number', placed.number,
        'status', placed.status,
        'placed_at', placed.created_at,
        'payable_until', payable_until(placed),
        'total', souk.money(placed.total_amount, placed.currency),
        'line_count', (
            SELECT count(*)
            FROM seller_orders AS sold
            JOIN order_lines AS line ON line.seller_order_id = sold.id
            WHERE sold.order_id = placed.id
        ),
        'lines', (
            SELECT json_agg(json_build_object(
                'title', line.title,
                'image_url', line.image_url,
                'quantity', line.quantity
            ))
            FROM (
                SELECT line.title, line.image_url, line.quantity
                FROM seller_orders AS sold
                JOIN order_lines AS line ON line.seller_order_id = sold.id
                WHERE sold.order_id = placed.id
                ORDER BY line.title, line.variant_id
                LIMIT 4
            ) AS line
        )
    ) AS summary
FROM orders AS placed;

-- What of an order was sold by whom, as events carry it. Planning it takes longer than running it, see cart_lines.
CREATE OR REPLACE FUNCTION sold(order_id uuid) RETURNS TABLE (sellers json, lines json)
LANGUAGE plpgsql STABLE ROWS 1 SECURITY DEFINER SET search_path = orders, pg_temp SET enable_seqscan = off AS $$
BEGIN
    RETURN QUERY
        SELECT
            (
                SELECT json_agg(json_build_object(
                    'seller_order_id', share.id,
                    'seller_id', share.seller_id,
                    'total', souk.money(share.total_amount, share.currency),
                    'tax', souk.money(share.tax_amount, share.currency),
                    'commission', souk.money(share.commission_amount, share.currency),
                    'subsidy', souk.money(share.subsidy_amount, share.currency)
                ) ORDER BY share.seller_id)
                FROM seller_orders AS share
                WHERE share.order_id = placed.id
            ) AS sellers,
            (
                SELECT json_agg(json_build_object(
                    'variant_id', line.variant_id,
                    'product_id', line.product_id,
                    'seller_id', line.seller_id,
                    'quantity', line.quantity,
                    'unit_amount', line.unit_amount
                ) ORDER BY line.seller_id, line.variant_id)
                FROM seller_orders AS share
                JOIN order_lines AS line ON line.seller_order_id = share.id
                WHERE share.order_id = placed.id
            ) AS lines
        FROM orders AS placed
        WHERE placed.id = sold.order_id;
END
$$;

-- Who it is that may use a promotion so often: whoever has the address, with an account or as a guest.
CREATE FUNCTION person_of(customer_id uuid, guest_email text) RETURNS bytea LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN sha256(convert_to(coalesce(
        guest_email,
        (SELECT account.email FROM auth_api.contacts AS account WHERE account.user_id = person_of.customer_id),
        customer_id::text
    ), 'UTF8'));
END
$$;

-- Give the promotions without a code that may apply to a cart with these products, and the one that the coupon names,
-- however it stands: the one that was entered, else the cart's. Products come with their categories when one asks for
-- them. A guest's turns are known when the address is. Planning this takes longer than running it, see cart_lines.
CREATE FUNCTION offers(
    customer_id uuid, guest_email text, entered text, bought_in souk.currency, product_ids uuid[], seller_ids uuid[],
    OUT coupon text, OUT promotions json, OUT lineages json
)
LANGUAGE plpgsql SET search_path = orders, pg_temp AS $$
#variable_conflict use_column
DECLARE
    narrowed boolean;
BEGIN
    coupon := coalesce(entered, (
        SELECT kept.coupon FROM cart_api.coupons AS kept WHERE kept.owner_id = offers.customer_id
    ));
    SELECT json_agg(offered.document), bool_or(offered.by_category)
    INTO promotions, narrowed
    FROM (
        SELECT
            candidate.category_ids <> '{}' AS by_category,
            json_build_object(
                'id', candidate.id,
                'seller_id', candidate.seller_id,
                'title', candidate.title,
                'benefit', candidate.benefit,
                'currency', candidate.currency,
                'least_amount', candidate.least_amount,
                'products', candidate.product_ids,
                'categories', candidate.category_ids,
                'shops', candidate.shop_ids,
                'stackable', candidate.stackable,
                'code', candidate.code,
                'status', candidate.status,
                'is_spent', candidate.person_limit IS NOT NULL AND candidate.person_limit <= (
                    SELECT count(*)
                    FROM promotion_uses AS one
                    WHERE one.promotion_id = candidate.id AND one.turn IS NOT NULL
                        AND one.person = person_of(offers.customer_id, offers.guest_email)
                )
            ) AS document
        FROM all_promotions AS candidate
        WHERE candidate.id IN (
            SELECT promotion.id
            FROM all_promotions AS promotion
            WHERE promotion.code IS NULL AND promotion.ended_at IS NULL
                AND (promotion.seller_id IS NULL OR promotion.seller_id = ANY (offers.seller_ids))
                AND (promotion.currency IS NULL OR promotion.currency = offers.bought_in)
                AND promotion.status = 'active'
            UNION ALL
            (
                SELECT promotion.id
                FROM all_promotions AS promotion
                WHERE promotion.code = offers.coupon
                ORDER BY promotion.ended_at DESC NULLS FIRST, promotion.id DESC
                LIMIT 1
            )
        )
    ) AS offered;
    IF narrowed THEN
        SELECT json_object_agg(placed.product_id, placed.lineage) INTO lineages
        FROM catalog_api.lineages AS placed
        WHERE placed.product_id = ANY (offers.product_ids);
    END IF;
END
$$;

-- Count what an order uses, by promotion; give the first that is spent, in total or for this person.
CREATE FUNCTION use_promotions(placed jsonb) RETURNS json
LANGUAGE plpgsql SET search_path = orders, pg_temp AS $$
DECLARE
    using_it bytea;
    wanted record;
    free record;
    has_turn boolean;
BEGIN
    FOR wanted IN
        SELECT promotion.id, promotion.code, promotion.total_limit, promotion.person_limit
        FROM jsonb_to_recordset(placed -> 'promotions') AS named (id uuid)
        JOIN all_promotions AS promotion ON promotion.id = named.id
        ORDER BY promotion.id
    LOOP
        IF wanted.code IS NOT NULL THEN
            PERFORM cart_api.keep_coupon((placed ->> 'customer_id')::uuid, NULL);
        END IF;
        using_it := coalesce(using_it, person_of((placed ->> 'customer_id')::uuid, placed ->> 'guest_email'));
        IF wanted.total_limit IS NOT NULL THEN
            UPDATE all_promotions AS promotion
            SET used = promotion.used + 1
            WHERE promotion.id = wanted.id AND promotion.used < promotion.total_limit;
            IF NOT found THEN
                RETURN json_build_object('promotion_id', wanted.id, 'by_person', false);
            END IF;
        END IF;
        has_turn := wanted.person_limit IS NULL;
        IF has_turn THEN
            INSERT INTO promotion_uses (order_id, promotion_id, person)
            VALUES ((placed ->> 'id')::uuid, wanted.id, using_it);
        END IF;
        FOR free IN
            SELECT turn
            FROM generate_series(1, wanted.person_limit) AS turn
            WHERE turn NOT IN (
                SELECT one.turn
                FROM promotion_uses AS one
                WHERE one.promotion_id = wanted.id AND one.person = using_it AND one.turn IS NOT NULL
            )
            ORDER BY turn
        LOOP
            INSERT INTO promotion_uses (order_id, promotion_id, person, turn)
            VALUES ((placed ->> 'id')::uuid, wanted.id, using_it, free.turn)
            ON CONFLICT ON CONSTRAINT turn_once DO NOTHING;
            has_turn := found;
            EXIT WHEN has_turn;
        END LOOP;
        IF NOT has_turn THEN
            RETURN json_build_object('promotion_id', wanted.id, 'by_person', true);
        END IF;
    END LOOP;
    RETURN NULL;
END
$$;

-- An order that is cancelled gives back what it used, once.
CREATE FUNCTION give_back_uses() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = orders, pg_temp AS $$
BEGIN
    WITH given AS (
        UPDATE promotion_uses AS one
        SET given_back_at = now(), turn = NULL
        WHERE one.order_id = NEW.id AND one.given_back_at IS NULL
        RETURNING one.promotion_id
    ),
    counted AS (
        SELECT promotion.id
        FROM promotions AS promotion
        JOIN given ON given.promotion_id = promotion.id
        WHERE promotion.total_limit IS NOT NULL
        ORDER BY promotion.id
        FOR UPDATE OF promotion
    )
    UPDATE promotions AS promotion
    SET used = promotion.used - 1
    FROM counted
    WHERE promotion.id = counted.id;
    RETURN NULL;
END
$$;

CREATE TRIGGER give_back_uses AFTER UPDATE OF status ON orders
    FOR EACH ROW WHEN (OLD.status <> NEW.status AND NEW.status = 'cancelled') EXECUTE FUNCTION give_back_uses();

-- Store an order with what each of its sellers sells, and give it as its customer sees it. What knows of no
-- discount says none.
CREATE OR REPLACE FUNCTION store_order(kind text, placed jsonb, seller_orders jsonb, lines jsonb) RETURNS json
LANGUAGE plpgsql SECURITY DEFINER SET search_path = orders, pg_temp AS $$
BEGIN
    INSERT INTO orders (
        id, number, customer_id, guest_email, guest_language, status, sequence, currency, items_amount, shipping_amount,
        tax_amount, total_amount, payment_method, shipping_address, note, seller_count, held_until, created_at,
        prices_include_tax, taxes, discount_amount, shipping_discount_amount, promotions
    )
    SELECT
        id, number, customer_id, guest_email, guest_language, status, sequence, currency, items_amount, shipping_amount,
        tax_amount, total_amount, payment_method, shipping_address, note, seller_count, held_until, created_at,
        coalesce(prices_include_tax, true), coalesce(taxes, one_rate(total_amount, tax_amount, lines)),
        coalesce(discount_amount, 0), coalesce(shipping_discount_amount, 0), coalesce(promotions, '[]')
    FROM jsonb_populate_record(NULL::orders, store_order.placed);
    INSERT INTO seller_orders (
        id, order_id, seller_id, seller_name, shipping_option, currency, items_amount, shipping_amount,
        shipping_tax_amount, tax_amount, total_amount, commission_rate, commission_amount,
        shipping_name, prices_include_tax, taxes, discount_amount, shipping_discount_amount, subsidy_amount, promotions
    )
    SELECT
        id, order_id, seller_id, seller_name, shipping_option, currency, items_amount, shipping_amount,
        shipping_tax_amount, tax_amount, total_amount, commission_rate, commission_amount,
        coalesce(shipping_name, shipping_option), coalesce(prices_include_tax, true),
        coalesce(taxes, one_rate(total_amount, tax_amount, lines)), coalesce(discount_amount, 0),
        coalesce(shipping_discount_amount, 0), coalesce(subsidy_amount, 0), coalesce(promotions, '[]')
    FROM jsonb_populate_recordset(NULL::seller_orders, store_order.seller_orders);
    INSERT INTO order_lines (
        id, seller_order_id, seller_id, variant_id, product_id, sku, title, options, image_url, quantity,
        currency, unit_amount, total_amount, tax_rate, tax_amount, commission_amount, discount_amount, subsidy_amount
    )
    SELECT
        id, seller_order_id, seller_id, variant_id, product_id, sku, title, options, image_url, quantity,
        currency, unit_amount, total_amount, tax_rate, tax_amount, commission_amount, coalesce(discount_amount, 0),
        coalesce(subsidy_amount, 0)
    FROM jsonb_populate_recordset(NULL::order_lines, store_order.lines);
    INSERT INTO order_events (order_id, sequence, kind, status, occurred_at)
    SELECT id, sequence, store_order.kind, status, created_at
    FROM jsonb_populate_record(NULL::orders, store_order.placed);
    RETURN (SELECT document FROM customer_orders WHERE id = (store_order.placed ->> 'id')::uuid);
END
$$;
DROP FUNCTION place(text, jsonb, jsonb, jsonb, text);
-- Hold an order's stock, store it and count its promotions, or say what is short, and then nothing is held, or which
-- promotion is spent, and then nothing may be kept. Promotions are counted last: nobody who has one waits for anything.
CREATE FUNCTION place(
    kind text, placed jsonb, seller_orders jsonb, lines jsonb, correlation_id text, OUT document json, OUT short json,
    OUT spent json
)
LANGUAGE plpgsql SET search_path = orders, pg_temp AS $$
BEGIN
    SELECT json_agg(missing) INTO short
    FROM (
        SELECT array_agg(line.variant_id) AS variant_ids, array_agg(line.quantity) AS quantities
        FROM jsonb_to_recordset(lines) AS line (variant_id uuid, quantity integer)
    ) AS wanted
    CROSS JOIN LATERAL inventory_api.reserve(
        (placed ->> 'id')::uuid, wanted.variant_ids, wanted.quantities, (placed ->> 'held_until')::timestamptz,
        correlation_id
    ) AS missing;
    IF short IS NULL THEN
        document := store_order(kind, placed, seller_orders, lines);
        spent := use_promotions(placed);
    END IF;
END
$$;

-- From here on whoever stores an order says these.
ALTER TABLE orders ALTER COLUMN prices_include_tax DROP DEFAULT, ALTER COLUMN taxes DROP DEFAULT;
ALTER TABLE seller_orders
    ALTER COLUMN prices_include_tax DROP DEFAULT,
    ALTER COLUMN taxes DROP DEFAULT,
    ALTER COLUMN shipping_name DROP DEFAULT;
