import { convertCssVariables, defaultCssVariablesResolver, DEFAULT_THEME, mergeMantineTheme } from "@mantine/core";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

import { theme } from "./src/theme";

const module = "virtual:theme-variables.css";

// Mantine would write the theme's variables into a style element at run time, which a strict content
// security policy forbids; here they become a part of the style sheet.
function themeVariables(): Plugin {
    return {
        name: "theme-variables",
        resolveId: (id) => (id === module ? `\0${module}` : undefined),
        load(id) {
            if (id !== `\0${module}`) return undefined;
            const merged = mergeMantineTheme(DEFAULT_THEME, theme);
            return convertCssVariables(defaultCssVariablesResolver(merged), ":root");
        },
    };
}

export default defineConfig({
    plugins: [react(), themeVariables()],
    build: {
        target: "es2022",
        // A data: address would need a wider content security policy.
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        chunkSizeWarningLimit: 600,
    },
    server: {
        proxy: Object.fromEntries(
            ["/v1", "/webhooks", "/healthz", "/readyz"].map((path) => [
                path,
                process.env["CALLFOLD_URL"] ?? "http://127.0.0.1:8080",
            ]),
        ),
    },
    test: {
        include: ["src/**/*.test.ts"],
        environment: "node",
    },
});
