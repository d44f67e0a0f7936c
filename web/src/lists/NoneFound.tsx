import { Button } from "@mantine/core";
import SearchX from "lucide-react/icons/search-x";

import { State } from "../parts/states";
import { useTexts } from "../texts";

type NoneFoundProps = { title: string; text: string; onClear: () => void };

/** A list in which the filters leave nothing, and the way back. */
export function NoneFound({ title, text, onClear }: NoneFoundProps) {
    const t = useTexts();
    return (
        <State
            icon={SearchX}
            title={title}
            text={text}
            action={
                <Button variant="default" onClick={onClear}>
                    {t.common.clearFilters}
                </Button>
            }
        />
    );
}
