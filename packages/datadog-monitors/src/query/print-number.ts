/** Formats a number in the notation of queries and of Datadog's messages. */
export function printNumber(value: number): string {
  return String(value);
}
