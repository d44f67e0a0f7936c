import Frown from "lucide-react/icons/frown";
import Meh from "lucide-react/icons/meh";
import Minus from "lucide-react/icons/minus";
import Quote from "lucide-react/icons/quote";
import Smile from "lucide-react/icons/smile";
import TrendingDown from "lucide-react/icons/trending-down";
import TrendingUp from "lucide-react/icons/trending-up";

import type { Claim, ClaimedValue, IndividualAnalysis, LeadTag, Sentiment, Trend } from "../api/types";
import { useTexts } from "../texts";
import type { Texts } from "../texts/en";
import classes from "./analysis.module.css";
import { Tag, type Tone } from "./Tag";

const tagTones: Record<LeadTag, Tone> = { hot: "hot", warm: "warn", cool: "info", cold: "quiet" };
const moods = { positive: Smile, neutral: Meh, negative: Frown } as const;
const moodTones: Record<Sentiment, Tone> = { positive: "good", neutral: "quiet", negative: "bad" };

export function LeadTagMark({ tag }: { tag: LeadTag }) {
    const t = useTexts();
    return (
        <Tag tone={tagTones[tag]} withDot>
            {t.words.tag[tag]}
        </Tag>
    );
}

export function SentimentMark({ sentiment }: { sentiment: Sentiment }) {
    const t = useTexts();
    const Icon = moods[sentiment];
    return (
        <Tag tone={moodTones[sentiment]}>
            <Icon size={14} aria-hidden />
            {t.words.sentiment[sentiment]}
        </Tag>
    );
}

export function TrendMark({ trend }: { trend: Trend }) {
    const t = useTexts();
    const Icon = trend === "rising" ? TrendingUp : trend === "falling" ? TrendingDown : Minus;
    return (
        <span className={classes.trend} data-trend={trend}>
            {trend !== "unknown" && <Icon size={15} aria-hidden />}
            {t.words.trend[trend]}
        </span>
    );
}

/** A score as the filled part of a ring, with its number. */
export function ScoreRing({ score, tag, size = 60 }: { score: number; tag: LeadTag; size?: number }) {
    const t = useTexts();
    const radius = 26;
    const length = 2 * Math.PI * radius;
    return (
        <svg
            className={classes.ring}
            data-tag={tag}
            width={size}
            height={size}
            viewBox="0 0 60 60"
            role="img"
            aria-label={t.analysis.scoreOf(score)}
        >
            <circle cx="30" cy="30" r={radius} className={classes.ringTrack} />
            <circle
                cx="30"
                cy="30"
                r={radius}
                className={classes.ringFilled}
                strokeDasharray={`${(length * score) / 100} ${length}`}
                transform="rotate(-90 30 30)"
            />
            <text x="30" y="31" className={classes.ringText}>
                {score}
            </text>
        </svg>
    );
}

const scores = ["intent_score", "urgency_score", "budget_score", "fit_score", "engagement_score"] as const;

export function ScoreBars({ analysis }: { analysis: Pick<IndividualAnalysis, (typeof scores)[number]> }) {
    const t = useTexts();
    return (
        <dl className={classes.bars}>
            {scores.map((score) => (
                <div key={score} className={classes.bar}>
                    <dt>{t.analysis.scores[score]}</dt>
                    <dd>
                        <span className={classes.barTrack} aria-hidden>
                            <span className={classes.barFilled} style={{ width: `${analysis[score]}%` }} />
                        </span>
                        <span className={classes.barValue}>{analysis[score]}</span>
                    </dd>
                </div>
            ))}
        </dl>
    );
}

/** Gives what leads to the words of a quote; null where they are not shown here. */
export type Follow = (quote: string | null) => (() => void) | null;

function Evidence({ quote, verified, follow }: { quote: string | null; verified: boolean; follow: Follow }) {
    const t = useTexts();
    if (!verified) return <Tag tone="warn">{t.analysis.unverified}</Tag>;
    if (quote === null) return null;
    const onFollow = follow(quote);
    if (onFollow === null) return <span className={classes.quote}>“{quote}”</span>;
    return (
        <button type="button" className={classes.quoteLink} onClick={onFollow}>
            <Quote size={12} aria-hidden />
            {quote}
        </button>
    );
}

type ClaimListProps = { title: string; claims: Claim[]; follow: Follow };

function ClaimList({ title, claims, follow }: ClaimListProps) {
    if (claims.length === 0) return null;
    return (
        <section className={classes.claims}>
            <h3>{title}</h3>
            <ul>
                {claims.map((claim, index) => (
                    <li key={index}>
                        <span>{claim.text}</span>
                        <Evidence quote={claim.quote} verified={claim.verified} follow={follow} />
                    </li>
                ))}
            </ul>
        </section>
    );
}

type ListName = keyof Texts["analysis"]["lists"];
type ClaimListsProps<List extends ListName> = {
    analysis: Record<List, Claim[]>;
    lists: readonly List[];
    follow: Follow;
};

/** The lists of an analysis that have anything in them, each claim with the words that it rests on. */
export function ClaimLists<List extends ListName>({ analysis, lists, follow }: ClaimListsProps<List>) {
    const t = useTexts();
    return (
        <div className={classes.claimLists}>
            {lists.map((list) => (
                <ClaimList key={list} title={t.analysis.lists[list]} claims={analysis[list]} follow={follow} />
            ))}
        </div>
    );
}

export function ClaimedFact({ claim, follow }: { claim: ClaimedValue; follow: Follow }) {
    return (
        <>
            {claim.value} <Evidence quote={claim.quote} verified={claim.verified} follow={follow} />
        </>
    );
}
