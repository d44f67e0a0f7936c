import { createContext, type ReactNode, useContext } from "react";

import { en, type Texts } from "./en";

// A further language is a folder like en/ with the same type, named here.
const languages: Record<string, Texts> = { en };

function chosen(): Texts {
    for (const wanted of navigator.languages) {
        const texts = languages[wanted.split("-")[0] ?? ""];
        if (texts !== undefined) return texts;
    }
    return en;
}

const TextsContext = createContext<Texts>(en);

export function TextsProvider({ children }: { children: ReactNode }) {
    return <TextsContext value={chosen()}>{children}</TextsContext>;
}

export function useTexts(): Texts {
    return useContext(TextsContext);
}
