-- What orders calls a refund that they asked for; null for what goes back by itself.
ALTER TABLE refunds ADD COLUMN requested_id uuid;
CREATE UNIQUE INDEX refund_once_per_request ON refunds (requested_id, transaction_id) WHERE requested_id IS NOT NULL;
