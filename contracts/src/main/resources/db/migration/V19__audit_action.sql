-- A page of the audit of one kind of action: thumbnails are most of it, and would be read and thrown away.
CREATE INDEX audit_log_action ON audit_log (action, timestamp DESC, id DESC);
