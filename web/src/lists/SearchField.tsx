import { TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import Search from "lucide-react/icons/search";
import { useEffect, useRef, useState } from "react";

import classes from "../parts/parts.module.css";

const typingPauseMs = 300;

type SearchFieldProps = {
    label: string;
    value: string | undefined;
    onSearch: (words: string | undefined) => void;
};

/** Searches once the typing pauses. */
export function SearchField({ label, value, onSearch }: SearchFieldProps) {
    const [text, setText] = useState(value ?? "");
    const searched = useRef(value);
    // Others change the value too, but what comes back of one's own typing must not replace what was typed since.
    useEffect(() => {
        if (value === searched.current) return;
        searched.current = value;
        setText(value ?? "");
    }, [value]);
    const search = useDebouncedCallback((typed: string) => {
        searched.current = typed.trim() || undefined;
        onSearch(searched.current);
    }, typingPauseMs);
    return (
        <TextInput
            className={classes.wide}
            type="search"
            aria-label={label}
            placeholder={label}
            leftSection={<Search size={16} />}
            value={text}
            maxLength={200}
            onChange={(event) => {
                setText(event.currentTarget.value);
                search(event.currentTarget.value);
            }}
        />
    );
}
