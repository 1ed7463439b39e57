-- Every message to a person, one row for each channel, written in the transaction that decided it. A claim (sending) is
-- committed before the provider is asked, so a message is sent at most once. Address and words go when it is done.
CREATE TABLE notification_logs (
    id uuid PRIMARY KEY,
    event_id uuid NOT NULL,
    user_id uuid NOT NULL,
    channel text NOT NULL,
    template text NOT NULL,
    locale text NOT NULL,
    recipient text NOT NULL,
    address text,
    words jsonb,
    metadata jsonb NOT NULL,
    status text NOT NULL CHECK (status IN ('queued', 'sending', 'sent', 'failed')),
    tries integer NOT NULL DEFAULT 0,
    claimed_at timestamptz,
    reference text,
    failure text,
    created_at timestamptz NOT NULL DEFAULT now(),
    sent_at timestamptz CHECK ((sent_at IS NOT NULL) = (status = 'sent')),
    CONSTRAINT forgotten_when_done CHECK (
        (status IN ('queued', 'sending')) = (address IS NOT NULL)
        AND (status IN ('queued', 'sending')) = (words IS NOT NULL)
    )
) PARTITION BY RANGE (id);
CREATE INDEX notification_logs_by_user ON notification_logs (user_id, id DESC);

SELECT souk.partition('notification_logs', '1 month', keep => '13 months');
