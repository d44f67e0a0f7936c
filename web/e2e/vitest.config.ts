import { defineConfig } from "vitest/config";

export default defineConfig({
    test: {
        include: ["e2e/**/*.test.ts"],
        environment: "node",
        // One program and one browser at a time: two cores run both, and the program has sanitizers.
        fileParallelism: false,
        expect: { poll: { timeout: 60_000 } },
        testTimeout: 300_000,
        hookTimeout: 300_000,
    },
});
