export function withoutGaps<Fields extends object>(fields: Fields): Fields {
    return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Fields;
}
