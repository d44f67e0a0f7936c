import { execFile, spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);

export const sourceFolder = fileURLToPath(new URL("../..", import.meta.url));
const foreign = /^(CALLFOLD_|OPENAI_|DATABASE_URL)/;
const startTimeoutMs = 60_000;

function binary(): string {
    const path = process.env["CALLFOLD_BINARY"] ?? join(sourceFolder, "build/debug/callfold");
    if (!existsSync(path)) throw new Error(`there is no ${path}: build it, or set CALLFOLD_BINARY`);
    return path;
}

export type Login = { email: string; password: string };
export type Tenant = { id: string; webhook: string; owner: Login };

/** The real program with data of its own. */
export class Server {
    url = "";
    readonly folder = mkdtempSync(join(tmpdir(), "callfold-web-"));
    private process: ChildProcess | undefined;
    private output = "";

    private constructor(private readonly environment: Record<string, string>) {}

    static async start(environment: Record<string, string> = {}, flags: string[] = []): Promise<Server> {
        const server = new Server(environment);
        await server.begin(flags);
        return server;
    }

    private async begin(flags: string[]) {
        this.process = spawn(binary(), ["serve", "--listen", "127.0.0.1:0", ...flags], {
            cwd: this.folder,
            env: this.fullEnvironment,
        });
        this.process.stdout?.on("data", (text: Buffer) => (this.output += text.toString()));
        this.process.stderr?.on("data", (text: Buffer) => (this.output += text.toString()));
        this.url = await this.printed(/callfold answers on (http:\/\/\S+?)\/?\s/);
    }

    get data() {
        return join(this.folder, "data");
    }

    /** No settings but the test's own. */
    private get fullEnvironment() {
        const inherited = Object.entries(process.env).filter(([name]) => !foreign.test(name));
        return { ...Object.fromEntries(inherited), CALLFOLD_DATA: this.data, ...this.environment };
    }

    /** What the program prints, as soon as it does. */
    async printed(pattern: RegExp): Promise<string> {
        const deadline = Date.now() + startTimeoutMs;
        for (;;) {
            const found = pattern.exec(this.output);
            if (found !== null) return found[1] ?? found[0];
            if (this.process?.exitCode != null || Date.now() > deadline) throw new Error(this.output);
            await new Promise((resolve) => setTimeout(resolve, 20));
        }
    }

    /** Runs a command of the program beside the server; gives what it prints as JSON. */
    async command(...words: string[]): Promise<Record<string, string>> {
        const { stdout } = await run(binary(), [...words, "--json"], {
            cwd: this.folder,
            env: this.fullEnvironment,
        });
        return JSON.parse(stdout) as Record<string, string>;
    }

    /** A tenant with an owner who may sign in; with an endpoint unless the test makes its own. */
    async tenant(name: string, { withEndpoint = true } = {}): Promise<Tenant> {
        const { id = "" } = await this.command("tenant", "add", name, "--region", "IN");
        const owner = await this.member(id, `owner-${id}@example.com`, "owner");
        const { path = "" } = withEndpoint ? await this.command("endpoint", "add", "bolna", "--tenant", id) : {};
        return { id, webhook: this.url + path, owner };
    }

    async member(tenant: string, email: string, role: string): Promise<Login> {
        const made = await this.command("member", "add", email, "--tenant", tenant, "--name", "Dana Rao", "--role", role);
        return { email, password: made["password"] ?? "" };
    }

    async stop() {
        const process = this.process;
        if (process !== undefined && process.exitCode === null) {
            const ended = new Promise<number | null>((resolve) => process.once("exit", resolve));
            process.kill("SIGTERM");
            const status = await ended;
            if (status !== 0) throw new Error(`the server ended with ${status}: ${this.output.slice(-4000)}`);
        }
        rmSync(this.folder, { recursive: true, force: true });
    }

    /** What the demo leaves for the next start: how to sign in, and the webhook address. */
    demoAccess(): Login & { webhook: string } {
        const access = JSON.parse(readFileSync(join(this.data, "demo.json"), "utf8")) as Record<string, string>;
        return {
            email: access["email"] ?? "",
            password: access["password"] ?? "",
            webhook: this.url + (access["webhook_path"] ?? ""),
        };
    }
}
