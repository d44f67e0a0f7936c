import "@mantine/charts/styles.css";

import { BarChart } from "@mantine/charts";

import type { Stats } from "../api/types";
import { shortDay } from "../format/dates";
import { useTexts } from "../texts";

/** What the calls of each day cost. The chart alone needs numbers; what people read as amounts stays text. */
export default function UsageChart({ stats }: { stats: Stats }) {
    const t = useTexts();
    return (
        <BarChart
            h={230}
            data={stats.buckets.map((bucket) => ({
                day: shortDay(bucket.starts_at, stats.time_zone),
                credits: Number(bucket.credits_charged),
            }))}
            dataKey="day"
            series={[{ name: "credits", label: t.credits.title, color: "var(--chart-1)" }]}
            barProps={{ radius: [3, 3, 0, 0], isAnimationActive: false }}
        />
    );
}
