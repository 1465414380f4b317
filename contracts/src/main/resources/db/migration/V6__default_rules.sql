-- The two rules that every site starts with; DefaultRules.java declares the same, and a test holds them together.
INSERT INTO alert_rules (id, name, camera_id, rule_type, conditions, notification_channels, recipients, priority, created_by)
VALUES
  ('7b0a5f6e-0001-5c1e-8a51-6b1d8f0c0001', 'Frequent missing hairnets', NULL, 'violation_threshold',
   '{"threshold": 5, "duration_minutes": 10, "violation_type": "no_hairnet"}', '["log"]', '[]', 'high', 'cleansight'),
  ('7b0a5f6e-0002-5c1e-8a51-6b1d8f0c0002', 'Hands not washed, again and again', NULL, 'continuous_violation',
   '{"duration_seconds": 30, "min_detections": 3, "violation_type": "no_handwash"}', '["log"]', '[]', 'medium', 'cleansight');
