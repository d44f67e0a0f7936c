import "@mantine/charts/styles.css";

import { LineChart } from "@mantine/charts";

import type { LeadDetail } from "../api/types";
import { shortTime } from "../format/dates";
import { useTexts } from "../texts";
import { courseOf } from "./course";

export default function ScoreChart({ lead }: { lead: LeadDetail }) {
    const t = useTexts();
    const now = new Date();
    return (
        <LineChart
            h={220}
            data={courseOf(lead).map((point) => ({ ...point, at: shortTime(point.at, now) }))}
            dataKey="at"
            series={[
                { name: "score", label: t.lead.score, color: "var(--chart-1)" },
                { name: "sentiment", label: t.lead.sentiment, color: "var(--chart-3)" },
            ]}
            yAxisProps={{ domain: [0, 100], ticks: [0, 20, 40, 60, 80, 100] }}
            curveType="monotone"
            withLegend
            withDots
        />
    );
}
