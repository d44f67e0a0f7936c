-- Webhooks wait for an erase: it finds what is a person's along an index.
CREATE INDEX idx_jobs_person ON jobs (user_id, phone_number) WHERE phone_number IS NOT NULL;
CREATE INDEX idx_model_requests_person ON model_requests (user_id, phone_number) WHERE phone_number IS NOT NULL;
