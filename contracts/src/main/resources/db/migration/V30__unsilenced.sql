-- An alert that was raised in a silence and told when it was over: silence_id is then null again.
ALTER TABLE alert_history
  ADD COLUMN unsilenced_at timestamptz; -- null: it was not silenced, or not told after
