/** Two folded strips: a call and what it becomes. */
export function Logo({ size = 26 }: { size?: number }) {
    return (
        <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden>
            <rect width="32" height="32" rx="8.5" fill="#0d6257" />
            <path d="M8.4 22.4 14.6 9.6h3.5L11.9 22.4z" fill="#a2d6cb" />
            <path d="m14.9 22.4 6.2-12.8h3.5L18.400 22.4z" fill="#fff" />
        </svg>
    );
}
