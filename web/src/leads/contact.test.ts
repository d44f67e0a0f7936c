import { describe, expect, it } from "vitest";

import { changedFields } from "./contact";

const contact = { name: "Asha Rao", email: null, company: "Rao Textiles", notes: null };
const unchanged = { name: "Asha Rao", email: "", company: "Rao Textiles", notes: "" };

describe("what a person changed about a contact", () => {
    it("is nothing for a form that was only opened", () => {
        expect(changedFields(contact, unchanged)).toBeNull();
    });

    it("is sent alone, so that the other fields stay with the analyses", () => {
        expect(changedFields(contact, { ...unchanged, email: " asha@example.com " })).toEqual({
            email: "asha@example.com",
        });
    });

    it("is null for a field that was emptied", () => {
        expect(changedFields(contact, { ...unchanged, company: "  " })).toEqual({ company: null });
    });
});
