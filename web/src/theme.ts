import { createTheme, type MantineColorsTuple } from "@mantine/core";

const pine: MantineColorsTuple = [
    "#e8f5f2", "#cfe9e3", "#a2d6cb", "#70c0b1", "#46a897", "#279080", "#137a6b", "#0d6257", "#0a4d45", "#073a34",
];
const ember: MantineColorsTuple = [
    "#fdf1ea", "#fbdfd0", "#f6bd9f", "#ef986c", "#e77a46", "#d95f28", "#bd4a16", "#993b10", "#772e0d", "#592209",
];
// Paper in the light, ink in the dark.
const gray: MantineColorsTuple = [
    "#faf9f7", "#f3f1ee", "#e8e5e0", "#d8d4cd", "#bab5ad", "#8f8981", "#69645d", "#4e4a45", "#35322f", "#201e1c",
];
const dark: MantineColorsTuple = [
    "#dfe3e8", "#bcc3cd", "#98a1af", "#6d7684", "#3b4350", "#2b323d", "#1e232c", "#13171d", "#0f1217", "#0a0c10",
];

export const theme = createTheme({
    colors: { pine, ember, gray, dark },
    primaryColor: "pine",
    primaryShade: 6,
    autoContrast: true,
    luminanceThreshold: 0.24,
    fontFamily: "'Inter Variable', system-ui, sans-serif",
    fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, monospace",
    headings: { fontFamily: "'Inter Variable', system-ui, sans-serif", fontWeight: "620" },
    defaultRadius: "md",
    cursorType: "pointer",
    components: {
        // Locking the scroll writes a style element, which the content security policy forbids.
        Modal: {
            defaultProps: {
                lockScroll: false,
                centered: true,
                radius: "lg",
                overlayProps: { backgroundOpacity: 0.4 },
                styles: {
                    header: { background: "var(--surface)" },
                    content: { background: "var(--surface)" },
                    title: { fontWeight: 620 },
                },
                // A page has one header; that of a dialog is none of its landmarks.
                attributes: { header: { role: "presentation" } },
            },
        },
        Tooltip: { defaultProps: { withArrow: true, openDelay: 250, multiline: true, maw: 320 } },
        Select: { defaultProps: { allowDeselect: true, checkIconPosition: "right" } },
        // Outside of a portal, so that a menu stays in the landmark of its button.
        Menu: {
            defaultProps: { shadow: "md", radius: "md", withinPortal: false, withInitialFocusPlaceholder: false },
        },
    },
});
