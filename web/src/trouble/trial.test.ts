import { expect, it } from "vitest";

import type { ModelPause } from "../api/types";
import { hasFailed, trialState } from "./trial";

const pause: ModelPause = {
    cause: "rejection",
    because: "The API key was refused.",
    since: "2026-02-03T09:00:00Z",
    last_trial_at: "2026-02-03T09:05:00Z",
    next_trial_at: "2026-02-03T09:10:00Z",
};

it("tells where the next trial stands", () => {
    expect(trialState(pause, new Date("2026-02-03T09:09:59Z"))).toBe("waits");
    expect(trialState(pause, new Date("2026-02-03T09:10:00Z"))).toBe("due");
    expect(trialState({ ...pause, next_trial_at: null }, new Date("2026-02-03T09:00:00Z"))).toBe("under-way");
});

it("knows the trial that was asked for by when the last one began", () => {
    const asked = { ...pause, next_trial_at: "2026-02-03T09:06:00Z" };
    const underWay = { ...pause, last_trial_at: "2026-02-03T09:06:00Z", next_trial_at: null };
    const failed = { ...underWay, next_trial_at: "2026-02-03T09:11:00Z" };
    expect(hasFailed(asked, asked)).toBe(false);
    expect(hasFailed(asked, underWay)).toBe(false);
    expect(hasFailed(asked, failed)).toBe(true);
    expect(hasFailed(underWay, underWay)).toBe(false);
    expect(hasFailed(underWay, failed)).toBe(true);
    expect(hasFailed(null, failed)).toBe(false);
});
