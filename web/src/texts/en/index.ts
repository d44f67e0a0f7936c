import { calls } from "./calls";
import { frame } from "./frame";
import { pages } from "./pages";
import { settings } from "./settings";
import { words } from "./words";

/** Every word of the dashboard in English. A further language is a folder of the same form, named in ../index.tsx. */
export const en = { ...frame, ...calls, ...pages, ...settings, words };

export type Texts = typeof en;
