CREATE TABLE pots (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    name text NOT NULL CONSTRAINT pots_name UNIQUE,
    weight int NOT NULL CONSTRAINT pots_weight CHECK (weight > 0),
    maker uuid NOT NULL
);

CREATE TABLE shelf (
    pot_id uuid PRIMARY KEY,
    arrivals int NOT NULL DEFAULT 1
);

-- What a shop has on its stall at the market.
CREATE TABLE wares (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    seller_id uuid NOT NULL,
    name text NOT NULL,
    price integer NOT NULL CHECK (price > 0)
);
ALTER TABLE wares ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON wares USING (souk.is_own(seller_id));
