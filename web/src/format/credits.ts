import { unknown } from "./numbers";

const locale = () => globalThis.navigator?.language ?? "en";

/** The digits after the point that the API gives at most. */
const microDigits = 6;

/** An amount of credits for people, rounded to at most `digits` after the point. */
export function credits(amount: string | null, digits = 2): string {
    return amount === null ? unknown : formatted(amount, digits);
}

/** The same with its sign always there, for entries of the ledger. */
export function signedCredits(amount: string, digits = microDigits): string {
    const text = formatted(amount, digits);
    return isNegative(amount) || microOf(amount) === 0n ? text : `+${text}`;
}

/** What somebody else charged, in a currency or in a unit of their own. */
export function money(amount: string, currency: string): string {
    if (!/^[A-Z]{3}$/.test(currency)) return `${credits(amount, microDigits)} ${currency}`;
    const style = { style: "currency", currency, maximumFractionDigits: microDigits } as const;
    return new Intl.NumberFormat(locale(), style).format(Number(amount));
}

/** Counted in millionths as the server does, so that no digit is lost to floating point. */
function microOf(amount: string): bigint {
    const [whole = "0", fraction = ""] = amount.split(".");
    return BigInt(whole + fraction.padEnd(microDigits, "0"));
}

function formatted(amount: string, digits: number): string {
    const micro = microOf(amount);
    const unit = 10n ** BigInt(microDigits - digits);
    const units = ((micro < 0n ? -micro : micro) + unit / 2n) / unit;
    const perWhole = 10n ** BigInt(digits);
    const fraction = String(units % perWhole)
        .padStart(digits, "0")
        .replace(/0+$/, "");
    const sign = micro < 0n && units > 0n ? "-" : "";
    const whole = new Intl.NumberFormat(locale()).format(units / perWhole);
    return sign + whole + (fraction === "" || digits === 0 ? "" : decimalPoint() + fraction);
}

function decimalPoint(): string {
    const parts = new Intl.NumberFormat(locale()).formatToParts(1.5);
    return parts.find((part) => part.type === "decimal")?.value ?? ".";
}

export function isNegative(amount: string): boolean {
    return amount.startsWith("-");
}

/** What a form may send as credits: digits with at most six after the point. */
export function isCreditsInput(text: string, mayBeNegative: boolean): boolean {
    const pattern = mayBeNegative ? /^-?[0-9]{1,12}([.][0-9]{1,6})?$/ : /^[0-9]{1,12}([.][0-9]{1,6})?$/;
    return pattern.test(text) && Number(text) !== 0;
}
