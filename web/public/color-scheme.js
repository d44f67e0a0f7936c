// Sets the colour scheme before anything is painted, so that a dark page does not flash.
(() => {
    let chosen = "auto";
    try {
        chosen = localStorage.getItem("mantine-color-scheme-value") ?? "auto";
    } catch {
        // Storage may be forbidden; the system's scheme is right then.
    }
    const dark = chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
    document.documentElement.setAttribute("data-mantine-color-scheme", dark ? "dark" : "light");
})();
