import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";

import { sourceFolder } from "./server";

/** The model server of the tests, whose answers a test scripts: tests/e2e/model_server.py. */
export class ModelServer {
    private constructor(
        readonly url: string,
        private readonly process: ChildProcess,
    ) {}

    static async start(): Promise<ModelServer> {
        const process = spawn("/usr/bin/python3", ["-B", join(sourceFolder, "tests/e2e/model_server.py"), "--port", "0"]);
        const port = await new Promise<string>((resolve, reject) => {
            let output = "";
            process.stdout.on("data", (text: Buffer) => {
                output += text.toString();
                const found = /\b(\d{4,5})\b/.exec(output);
                if (found?.[1] !== undefined) resolve(found[1]);
            });
            process.once("exit", () => reject(new Error(`the model server ended: ${output}`)));
        });
        return new ModelServer(`http://127.0.0.1:${port}`, process);
    }

    /** How every request is answered from now on, by the name of the behaviour. */
    async always(behaviour: string) {
        const response = await fetch(`${this.url}/control/always`, {
            method: "POST",
            body: JSON.stringify({ behaviour }),
        });
        if (!response.ok) throw new Error(await response.text());
    }

    stop() {
        this.process.kill();
    }
}
