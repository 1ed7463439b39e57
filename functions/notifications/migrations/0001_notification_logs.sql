-- Every message to a person, one row per cause, channel and person. The row is committed before the provider is asked:
-- a message is sent at most once. Only a provider that answered "not now" puts it back to queued. A row that stays
-- sending was interrupted between the claim and the answer; nobody knows whether it was sent, so it is not sent again.
-- Addresses stand here masked; the words are not kept.
CREATE TABLE notification_logs (
    notification_id uuid PRIMARY KEY DEFAULT uuidv7(),
    event_id uuid NOT NULL,
    user_id uuid NOT NULL,
    channel text NOT NULL CHECK (channel IN ('email', 'sms')),
    template text NOT NULL,
    recipient text NOT NULL,
    metadata jsonb NOT NULL DEFAULT '{}',
    status text NOT NULL CHECK (status IN ('queued', 'sending', 'sent', 'failed')),
    tries smallint NOT NULL DEFAULT 1,
    reference text,
    failure text,
    created_at timestamptz NOT NULL DEFAULT now(),
    sent_at timestamptz CHECK ((sent_at IS NOT NULL) = (status = 'sent')),
    CONSTRAINT told_once UNIQUE (event_id, channel, user_id)
);
CREATE INDEX notification_logs_by_user ON notification_logs (user_id, notification_id DESC);
