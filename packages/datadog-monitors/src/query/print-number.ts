/** Formats a number as in a query and in Datadog's messages. */
export function printNumber(value: number): string {
  return String(value);
}
