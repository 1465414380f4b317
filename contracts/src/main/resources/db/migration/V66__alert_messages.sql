-- What an alert says, as a code with parameters that pages have words for.
ALTER TABLE alert_history
  ADD COLUMN message_code       text, -- null: its alert-service did not say
  ADD COLUMN message_parameters jsonb;
