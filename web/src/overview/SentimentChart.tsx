import "@mantine/charts/styles.css";

import { AreaChart } from "@mantine/charts";
import Meh from "lucide-react/icons/meh";

import type { Overview } from "../api/types";
import { shortDay } from "../format/dates";
import { State } from "../parts/states";
import { useTexts } from "../texts";

/** The mood of each day; a day without analyses is a gap, not a 0. */
export default function SentimentChart({ overview }: { overview: Overview }) {
    const t = useTexts();
    if (overview.sentiment.every((day) => day.average_score === null)) {
        return <State icon={Meh} title={t.overview.noSentiment} />;
    }
    return (
        <AreaChart
            h={190}
            data={overview.sentiment.map((day) => ({
                day: shortDay(day.starts_at, overview.time_zone),
                mood: day.average_score === null ? null : Math.round(day.average_score),
            }))}
            dataKey="day"
            series={[{ name: "mood", label: t.overview.sentiment, color: "var(--chart-1)" }]}
            yAxisProps={{ domain: [0, 100], width: 40 }}
            curveType="monotone"
            connectNulls={false}
            areaChartProps={{ margin: { right: 8 } }} // else the dot of the last day is cut in half
            areaProps={{ isAnimationActive: false }}
        />
    );
}
