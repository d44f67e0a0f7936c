import { Alert } from "@mantine/core";
import MessageSquareOff from "lucide-react/icons/message-square-off";
import { type RefObject, useRef, useState } from "react";

import type { CallDetail, Turn } from "../api/types";
import { playTime } from "../format/numbers";
import { State } from "../parts/states";
import { useTexts } from "../texts";
import classes from "./calls.module.css";

type TurnItemProps = { turn: Turn; isPointed: boolean; onPlay: ((seconds: number) => void) | null };

function TurnItem({ turn, isPointed, onPlay }: TurnItemProps) {
    const t = useTexts();
    const { start_seconds: start } = turn;
    return (
        <li className={classes.turn} data-speaker={turn.speaker} data-pointed={isPointed} tabIndex={-1}>
            <span className={classes.speaker}>
                {t.words.speaker[turn.speaker]}
                {start !== null && onPlay !== null && (
                    <button
                        type="button"
                        className={classes.playFrom}
                        aria-label={t.call.playFrom(playTime(start))}
                        onClick={() => onPlay(start)}
                    >
                        {playTime(start)}
                    </button>
                )}
                {start !== null && onPlay === null && <span>{playTime(start)}</span>}
            </span>
            <p className={classes.words}>{turn.text}</p>
        </li>
    );
}

type ConversationProps = { call: CallDetail; pointed: number | null; turns: RefObject<HTMLOListElement | null> };

/** What was said, and the recording of it. */
export function Conversation({ call, pointed, turns }: ConversationProps) {
    const t = useTexts();
    const { recording_url: recording } = call;
    const player = useRef<HTMLAudioElement>(null);
    const [unplayable, setUnplayable] = useState<string | null>(null);
    const playFrom = (seconds: number) => {
        if (player.current === null) return;
        player.current.currentTime = seconds;
        player.current.play().catch((error: unknown) => {
            // Somebody pressed pause, or chose another place, before it began.
            if (error instanceof DOMException && error.name === "AbortError") return;
            setUnplayable(recording);
        });
    };
    return (
        <>
            {recording !== null && (
                <audio
                    ref={player}
                    className={classes.player}
                    controls
                    preload="none"
                    src={recording}
                    aria-label={t.call.recording}
                    onError={() => setUnplayable(recording)}
                    onPlaying={() => setUnplayable(null)}
                />
            )}
            {recording !== null && unplayable === recording && (
                <Alert color="red" variant="light" role="alert" mb="md">
                    {t.call.recordingFailed}
                </Alert>
            )}
            {call.transcript.length === 0 ? (
                <State
                    icon={MessageSquareOff}
                    title={t.call.noConversation}
                    text={call.ended_at === null ? t.call.noConversationYet : t.call.noConversationText}
                />
            ) : (
                <ol className={classes.turns} ref={turns}>
                    {call.transcript.map((turn, index) => (
                        <TurnItem
                            key={index}
                            turn={turn}
                            isPointed={index === pointed}
                            onPlay={recording === null ? null : playFrom}
                        />
                    ))}
                </ol>
            )}
        </>
    );
}
