import type { Contact } from "../api/types";

const names = ["name", "email", "company", "notes"] as const;
type Name = (typeof names)[number];

/** The editable fields of a contact as a form has them. */
export type ContactFields = Record<Name, string>;

export function contactFields(contact: Pick<Contact, Name>): ContactFields {
    return Object.fromEntries(names.map((name) => [name, contact[name] ?? ""])) as ContactFields;
}

/**
 * What a person changed since the form was opened; null for nothing. Only that is sent: a field that is sent counts as a
 * person's edit, which no analysis replaces any more. An emptied field is sent as null.
 */
export function changedFields(
    opened: ContactFields,
    fields: ContactFields,
): Partial<Record<Name, string | null>> | null {
    const changed = names
        .filter((name) => fields[name].trim() !== opened[name].trim())
        .map((name) => [name, fields[name].trim() || null] as const);
    return changed.length === 0 ? null : Object.fromEntries(changed);
}
