-- Events as the API reads them.

-- In the order of their effective times; ?3 is the event after which the page begins, null at the start.
-- name: select_event_list
SELECT e.id, e.public_id, p.public_id, e.kind, e.provider_status, e.occurred_at, e.received_at, e.retry_count,
    e.weak, e.late, e.duplicates, e.digest, e.facts, e.warnings
FROM call_events AS e JOIN endpoints AS p ON p.id = e.endpoint_id AND p.user_id = e.user_id
WHERE e.user_id = ?1 AND e.call_id = ?2
    AND ((coalesce(e.occurred_at, e.received_at), e.id) >
        (SELECT coalesce(s.occurred_at, s.received_at), s.id FROM call_events AS s
         WHERE s.user_id = ?1 AND s.call_id = ?2 AND s.id = ?3) OR ?3 IS NULL)
ORDER BY coalesce(e.occurred_at, e.received_at), e.id LIMIT ?4;
