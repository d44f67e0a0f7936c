import "@mantine/charts/styles.css";

import { BarChart } from "@mantine/charts";

import type { Stats } from "../api/types";
import { shortDay, shortHour } from "../format/dates";
import { useTexts } from "../texts";

/** Calls over time by what came of them; those that have not ended are a part of their own. */
export default function CallsChart({ stats }: { stats: Stats }) {
    const t = useTexts();
    const name = stats.bucket === "hour" ? shortHour : shortDay;
    return (
        <BarChart
            h={260}
            type="stacked"
            data={stats.buckets.map((bucket) => ({
                at: name(bucket.starts_at, stats.time_zone),
                answered: bucket.answered,
                voicemail: bucket.voicemail,
                unanswered: bucket.no_answer + bucket.busy + bucket.canceled,
                failed: bucket.failed,
                open: bucket.calls - bucket.ended,
            }))}
            dataKey="at"
            series={[
                { name: "answered", label: t.words.outcome.answered, color: "var(--chart-1)" },
                { name: "voicemail", label: t.words.outcome.voicemail, color: "var(--chart-2)" },
                { name: "unanswered", label: t.overview.unanswered, color: "var(--chart-3)" },
                { name: "failed", label: t.words.outcome.failed, color: "var(--chart-4)" },
                { name: "open", label: t.overview.open, color: "var(--chart-5)" },
            ]}
            barProps={{ isAnimationActive: false, maxBarSize: 44 }}
            yAxisProps={{ allowDecimals: false, width: 40 }}
            withLegend
            legendProps={{ verticalAlign: "bottom", itemSorter: null }}
        />
    );
}
