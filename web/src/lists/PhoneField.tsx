import { TextInput } from "@mantine/core";
import Phone from "lucide-react/icons/phone";
import { useEffect, useState } from "react";

type PhoneFieldProps = {
    label: string;
    value: string | undefined;
    onChoose: (phone: string | undefined) => void;
};

/** Asks for a number once it is whole: the server refuses a part of one. */
export function PhoneField({ label, value, onChoose }: PhoneFieldProps) {
    const [text, setText] = useState(value ?? "");
    useEffect(() => setText(value ?? ""), [value]);
    const choose = () => {
        const phone = text.trim() || undefined;
        if (phone !== value) onChoose(phone);
    };
    return (
        <TextInput
            type="tel"
            aria-label={label}
            placeholder={label}
            leftSection={<Phone size={16} />}
            value={text}
            maxLength={40}
            onChange={(event) => setText(event.currentTarget.value)}
            onBlur={choose}
            onKeyDown={(event) => event.key === "Enter" && choose()}
        />
    );
}
