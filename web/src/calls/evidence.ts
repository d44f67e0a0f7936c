import type { Turn } from "../api/types";

/** Words alone: how they are written, spaced and stressed does not matter for finding them again. */
function plain(text: string): string {
    return text
        .normalize("NFKD")
        .toLowerCase()
        .replace(/[^\p{L}\p{M}\p{N}@]+/gu, " ")
        .trim();
}

/**
 * The turn in which a quote begins; null where the conversation does not have it. A quote may reach over several
 * turns, as the server allows when it verifies one.
 */
export function turnOfQuote(quote: string | null, turns: readonly Turn[]): number | null {
    const wanted = quote === null ? "" : plain(quote);
    if (wanted === "") return null;
    const beginnings: number[] = [];
    let all = " ";
    for (const turn of turns) {
        beginnings.push(all.length);
        const words = plain(turn.text);
        if (words !== "") all += `${words} `;
    }
    const found = all.indexOf(` ${wanted} `);
    if (found < 0) return null;
    return beginnings.findLastIndex((beginning) => beginning <= found + 1);
}
