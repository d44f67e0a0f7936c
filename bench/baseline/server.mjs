// A plain webhook service, as it is usually written with Fastify and pg: validate the body, insert the event,
// upsert the call, answer. Two statements a webhook, and nothing else of what callfold does.
//
//   node server.mjs DATABASE_URL [PORT]
//
// It makes its two tables, and prints the address and the path to post to.
import Fastify from 'fastify';
import pg from 'pg';

const [databaseUrl, port = '0'] = process.argv.slice(2);
const token = 'wh_baseline';

const pool = new pg.Pool({ connectionString: databaseUrl, max: 16 });
await pool.query(`
  CREATE TABLE IF NOT EXISTS calls (
    execution_id uuid PRIMARY KEY,
    status text NOT NULL,
    status_rank integer NOT NULL,
    user_number text,
    agent_number text,
    duration_seconds double precision,
    transcript text,
    updated_at timestamptz NOT NULL);
  CREATE TABLE IF NOT EXISTS events (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    execution_id uuid NOT NULL,
    status text NOT NULL,
    occurred_at timestamptz,
    received_at timestamptz NOT NULL DEFAULT now(),
    body jsonb NOT NULL)`);

const ranks = {
  queued: 0, initiated: 1, ringing: 2, 'in-progress': 3, 'call-disconnected': 4,
  'no-answer': 5, busy: 5, failed: 5, canceled: 5, completed: 6,
};

const schema = {
  params: {
    type: 'object',
    properties: { token: { const: token } },
  },
  body: {
    type: 'object',
    required: ['id', 'status'],
    properties: {
      id: { type: 'string', format: 'uuid' },
      status: { type: 'string', enum: Object.keys(ranks) },
      updated_at: { type: ['string', 'null'] },
      user_number: { type: ['string', 'null'], maxLength: 32 },
      agent_number: { type: ['string', 'null'], maxLength: 32 },
      conversation_duration: { type: ['number', 'null'], minimum: 0 },
      transcript: { type: ['string', 'null'] },
    },
  },
};

// Named, so that pg prepares each once a connection.
const insertEvent = {
  name: 'insert_event',
  text: 'INSERT INTO events (execution_id, status, occurred_at, body) VALUES ($1, $2, $3, $4) RETURNING id',
};
const upsertCall = {
  name: 'upsert_call',
  text: `INSERT INTO calls AS kept
           (execution_id, status, status_rank, user_number, agent_number, duration_seconds, transcript, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, now())
         ON CONFLICT (execution_id) DO UPDATE SET
           status = excluded.status, status_rank = excluded.status_rank,
           user_number = coalesce(excluded.user_number, kept.user_number),
           agent_number = coalesce(excluded.agent_number, kept.agent_number),
           duration_seconds = coalesce(excluded.duration_seconds, kept.duration_seconds),
           transcript = coalesce(excluded.transcript, kept.transcript),
           updated_at = now()
         WHERE kept.status_rank <= excluded.status_rank`,
};

const server = Fastify({ bodyLimit: 2 * 1024 * 1024 });

server.post('/webhooks/bolna/:token', { schema }, async ({ body }) => {
  const inserted = await pool.query({
    ...insertEvent, values: [body.id, body.status, body.updated_at ?? null, JSON.stringify(body)],
  });
  await pool.query({
    ...upsertCall,
    values: [body.id, body.status, ranks[body.status], body.user_number, body.agent_number,
      body.conversation_duration || null, body.transcript || null],
  });
  return { event_id: inserted.rows[0].id };
});

await server.listen({ host: '127.0.0.1', port: Number(port) });
console.log(`baseline answers on http://127.0.0.1:${server.server.address().port}/webhooks/bolna/${token}`);

process.on('SIGTERM', async () => {
  await server.close();
  await pool.end();
});
