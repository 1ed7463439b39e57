CREATE TABLE pots (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    name text NOT NULL CONSTRAINT pots_name UNIQUE,
    weight int NOT NULL CONSTRAINT pots_weight CHECK (weight > 0),
    maker uuid NOT NULL
);

CREATE TABLE shelf (
    pot_id uuid PRIMARY KEY,
    colour text NOT NULL DEFAULT 'raw',
    arrivals int NOT NULL DEFAULT 1
);
