import { defineConfig } from "vitest/config";

// `make screenshots`: what README.md shows, made with the demo.
export default defineConfig({
    test: {
        include: ["e2e/readme_screenshots.ts"],
        environment: "node",
        testTimeout: 300_000,
    },
});
