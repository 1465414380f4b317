-- Why something is a violation, as a code with parameters that pages have words for.
ALTER TABLE violation_events
  ADD COLUMN reason_code       text, -- null: its inference-service did not say
  ADD COLUMN reason_parameters jsonb;
