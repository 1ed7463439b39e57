-- What a provider's page made of how the customer pays goes with the payment; what is captured later is authorised
-- first. fee_amount is what the provider keeps of the capture.
ALTER TABLE transactions
    ADD COLUMN token text,
    ADD COLUMN captured_later boolean NOT NULL DEFAULT false,
    ADD COLUMN fee_amount bigint NOT NULL DEFAULT 0 CHECK (fee_amount >= 0),
    DROP CONSTRAINT transactions_status_check,
    ADD CONSTRAINT transactions_status_check CHECK (status IN (
        'scheduled', 'initiated', 'unknown', 'requires_action', 'confirming', 'authorized', 'capturing', 'voiding',
        'voided', 'completed', 'failed', 'partly_refunded', 'refunded'
    ));

-- A pending refund is on its way at the provider, which says later whether it arrived.
ALTER TABLE refunds
    DROP CONSTRAINT refunds_status_check,
    ADD CONSTRAINT refunds_status_check CHECK (status IN ('initiated', 'unknown', 'pending', 'completed', 'failed'));

ALTER TABLE sandbox_charges
    DROP CONSTRAINT sandbox_charges_status_check,
    ADD CONSTRAINT sandbox_charges_status_check CHECK (status IN (
        'authorized', 'captured', 'requires_action', 'declined', 'voided'
    ));
