-- The sandbox provider's own books, which a real provider would keep elsewhere. Payments reads them nowhere else.
CREATE TABLE sandbox_charges (
    idempotency_key text PRIMARY KEY,
    method text NOT NULL,
    amount bigint NOT NULL,
    currency souk.currency NOT NULL,
    status text NOT NULL CHECK (status IN ('captured', 'requires_action', 'declined', 'voided')),
    reason text,
    asked integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE sandbox_refunds (
    idempotency_key text PRIMARY KEY,
    charge_key text NOT NULL REFERENCES sandbox_charges,
    amount bigint NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX sandbox_refunds_by_charge ON sandbox_refunds (charge_key);
