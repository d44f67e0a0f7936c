import { useRouter } from "@tanstack/react-router";
import Compass from "lucide-react/icons/compass";

import { LinkButton } from "../parts/LinkButton";
import { ErrorState, State } from "../parts/states";
import { useTexts } from "../texts";

/** An address that leads nowhere. */
export function Missing() {
    const t = useTexts();
    return (
        <State
            icon={Compass}
            title={t.errors.noPage}
            text={t.errors.noPageText}
            action={<LinkButton to="/">{t.errors.home}</LinkButton>}
            isWholePage
        />
    );
}

/** A page that could not be shown at all. */
export function Failure({ error, reset }: { error: unknown; reset: () => void }) {
    const router = useRouter();
    const again = () => {
        reset();
        void router.invalidate();
    };
    return <ErrorState error={error} onRetry={again} />;
}
