import createClient, { type Middleware } from "openapi-fetch";

import type { paths } from "./schema";
import type { Problem } from "./types";

/** What the server refused, in its own words. */
export class ApiError extends Error {
    constructor(
        readonly problem: Problem,
        readonly retryAfterSeconds: number | null = null,
    ) {
        super(problem.detail);
        this.name = "ApiError";
    }

    get isSignedOut() {
        return this.problem.code === "unauthenticated";
    }
}

/** The server could not be reached, or something between it and the browser answered in its place. */
export class UnreachableError extends Error {}

let csrfToken: string | null = null;

/** Unsafe requests carry it from now on; it comes with the session. */
export function setCsrfToken(token: string | null) {
    csrfToken = token;
}

const carryCsrfToken: Middleware = {
    onRequest({ request }) {
        if (csrfToken !== null && request.method !== "GET") request.headers.set("X-CSRF-Token", csrfToken);
        return request;
    },
};

export const api = createClient<paths>({ baseUrl: globalThis.location?.origin ?? "", credentials: "same-origin" });
api.use(carryCsrfToken);

function isProblem(value: unknown): value is Problem {
    return typeof value === "object" && value !== null && "code" in value && "detail" in value;
}

function retryAfter(response: Response): number | null {
    const seconds = Number(response.headers.get("Retry-After"));
    return Number.isFinite(seconds) && seconds > 0 ? seconds : null;
}

/** The data of an answer. Throws an ApiError with the server's words, or an UnreachableError. */
export async function answer<Data>(
    request: Promise<{ data?: Data; error?: unknown; response: Response }>,
): Promise<Data> {
    const result = await request.catch((error: unknown) => {
        if (error instanceof DOMException && error.name === "AbortError") throw error;
        throw new UnreachableError();
    });
    if (result.response.ok) return result.data as Data;
    if (isProblem(result.error)) throw new ApiError(result.error, retryAfter(result.response));
    throw new UnreachableError();
}
