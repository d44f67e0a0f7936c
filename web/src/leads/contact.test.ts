import { describe, expect, it } from "vitest";

import { changedFields, contactFields } from "./contact";

const contact = { name: "Asha Rao", email: null, company: "Rao Textiles", notes: null };
const opened = contactFields(contact);

describe("what a person changed about a contact", () => {
    it("is nothing for a form that was only opened", () => {
        expect(changedFields(opened, opened)).toBeNull();
    });

    it("is sent alone, so that the other fields stay with the analyses", () => {
        expect(changedFields(opened, { ...opened, email: " asha@example.com " })).toEqual({
            email: "asha@example.com",
        });
    });

    it("is nothing where only spaces around a value differ", () => {
        expect(changedFields({ ...opened, notes: "Calls back " }, { ...opened, notes: "Calls back" })).toBeNull();
    });

    it("is null for a field that was emptied", () => {
        expect(changedFields(opened, { ...opened, company: "  " })).toEqual({ company: null });
    });
});
