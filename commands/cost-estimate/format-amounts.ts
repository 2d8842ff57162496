// reuse one formatter, because toLocaleString creates a formatter for every call
const cents = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const integers = new Intl.NumberFormat('en-US');

/** Formats an amount: 1234.5 → `1,234.50`. A positive amount below half a cent becomes `< 0.01`, not 0.00. */
export const dollars = (amount: number): string => (amount > 0 && amount < 0.005 ? '< 0.01' : cents.format(amount));

export const signed = (amount: number): string => `${amount < 0 ? '−' : '+'}${dollars(Math.abs(amount))}`;

export const whole = (count: number): string => integers.format(Math.round(count));

/** Formats a fraction as a percentage: 0.31 → `31%`. A positive fraction below 0.01 becomes `< 1%`. */
export const percent = (share: number): string => `${share > 0 && share < 0.01 ? '< 1' : Math.round(share * 100)}%`;
