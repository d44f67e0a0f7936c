/** At least how long lies between two readings of the same. */
const pauseMs = 1000;

/** Has things read anew: at once, but however much changes, all together only once in a while. */
export function createRefresher(read: (key: unknown[]) => void) {
    const waiting = new Set<string>();
    let pause: ReturnType<typeof setTimeout> | undefined;
    const readAll = () => {
        const keys = [...waiting];
        waiting.clear();
        pause = keys.length === 0 ? undefined : setTimeout(readAll, pauseMs);
        for (const key of keys) read(JSON.parse(key) as unknown[]);
    };
    return {
        ask(...keys: unknown[][]) {
            for (const key of keys) waiting.add(JSON.stringify(key));
            if (pause === undefined) readAll();
        },
        stop: () => clearTimeout(pause),
    };
}

export type Refresher = ReturnType<typeof createRefresher>;
