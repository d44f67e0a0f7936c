/** The entries of a field with one a line. */
export function linesOf(text: string): string[] {
    return text
        .split(/[\n,]/)
        .map((line) => line.trim())
        .filter((line) => line !== "");
}
