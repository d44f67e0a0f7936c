// Verifies webhooks as a receiver would. Reads JSON lines {secret, headers, body} from stdin and prints, for each, "ok"
// or what the official package has against it.
import { createInterface } from "node:readline";

import { Webhook } from "standardwebhooks";

for await (const line of createInterface({ input: process.stdin })) {
  const { secret, headers, body } = JSON.parse(line);
  try {
    new Webhook(secret).verify(body, headers);
    console.log("ok");
  } catch (error) {
    console.log(error.message);
  }
}
