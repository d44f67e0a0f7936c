import { Button, CopyButton } from "@mantine/core";
import Check from "lucide-react/icons/check";
import Copy from "lucide-react/icons/copy";

import { useTexts } from "../texts";
import classes from "./parts.module.css";

/** A text to be taken elsewhere whole: an address, a key. */
export function CopyField({ value, label }: { value: string; label: string }) {
    const t = useTexts();
    return (
        <div className={classes.copy} role="group" aria-label={label}>
            <code>{value}</code>
            <CopyButton value={value}>
                {({ copied, copy }) => (
                    <Button
                        size="compact-sm"
                        variant={copied ? "light" : "default"}
                        leftSection={copied ? <Check size={14} /> : <Copy size={14} />}
                        onClick={copy}
                    >
                        {copied ? t.common.copied : t.common.copy}
                    </Button>
                )}
            </CopyButton>
        </div>
    );
}
