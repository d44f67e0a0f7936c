-- Each analysis asks how many unusable answers its job has had: it must not walk along the requests of others.
CREATE INDEX idx_model_requests_unusable ON model_requests (job_id) WHERE outcome = 'unusable';

-- An erase walked along all notifications of the tenant, once for each call of the person.
CREATE INDEX idx_notifications_call ON notifications (call_id) WHERE call_id IS NOT NULL;
CREATE INDEX idx_notifications_person ON notifications (user_id, phone_number) WHERE phone_number IS NOT NULL;

-- The list of trouble walked along all jobs that wait, most of which nothing holds or everything does.
CREATE INDEX idx_jobs_held ON jobs (user_id) WHERE held_because IS NOT NULL;
