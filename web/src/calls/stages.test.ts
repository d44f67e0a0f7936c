import { describe, expect, it } from "vitest";

import type { Stage } from "../api/types";
import { stepsOf } from "./stages";

const at = "2026-02-03T09:15:00Z";
const stage = (name: Stage["name"], duration_seconds: number | null = null): Stage => ({ name, at, duration_seconds });
const shown = (steps: ReturnType<typeof stepsOf>) => steps.map((step) => `${step.name} ${step.state}`);

describe("the way of a call", () => {
    it("shows what lies ahead while the call rings", () => {
        const steps = stepsOf({
            call_lifecycle_status: "ringing",
            stages: [stage("initiated", 2.3), stage("ringing")],
            ended_at: null,
        });
        expect(shown(steps)).toEqual([
            "initiated passed",
            "ringing current",
            "in-progress ahead",
            "call-disconnected ahead",
            "completed ahead",
        ]);
        expect(steps[0]?.untilNextSeconds).toBe(2.3);
    });

    it("shows a stage that no event told of without a time", () => {
        const steps = stepsOf({ call_lifecycle_status: "completed", stages: [stage("completed")], ended_at: at });
        expect(shown(steps)).toEqual([
            "ringing passed",
            "in-progress passed",
            "call-disconnected passed",
            "completed current",
        ]);
        expect(steps[0]?.at).toBeNull();
    });

    it("ends where nobody answered", () => {
        const steps = stepsOf({
            call_lifecycle_status: "no-answer",
            stages: [stage("initiated"), stage("ringing")],
            ended_at: at,
        });
        expect(shown(steps)).toEqual(["initiated passed", "ringing passed", "no-answer current"]);
    });

    it("of a call with only unknown statuses lies ahead", () => {
        const steps = stepsOf({ call_lifecycle_status: null, stages: [], ended_at: null });
        expect(steps.every((step) => step.state === "ahead")).toBe(true);
    });
});
