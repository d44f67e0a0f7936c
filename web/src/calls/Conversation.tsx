import MessageSquareOff from "lucide-react/icons/message-square-off";
import { type RefObject, useRef } from "react";

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
    const player = useRef<HTMLAudioElement>(null);
    const playFrom = (seconds: number) => {
        if (player.current === null) return;
        player.current.currentTime = seconds;
        void player.current.play();
    };
    return (
        <>
            {call.recording_url !== null && (
                <audio
                    ref={player}
                    className={classes.player}
                    controls
                    preload="none"
                    src={call.recording_url}
                    aria-label={t.call.recording}
                />
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
                            onPlay={call.recording_url === null ? null : playFrom}
                        />
                    ))}
                </ol>
            )}
        </>
    );
}
