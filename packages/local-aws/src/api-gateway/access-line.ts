/** Values of `$context` variables, keyed by name without the prefix `$context.`. */
type ContextValues = Readonly<Record<string, string | undefined>>;

/**
 * Formats an access log line, with a dash for each missing value. Source: API Gateway developer guide, "Set up
 * CloudWatch logging".
 */
export const accessLine = (format: string, values: ContextValues): string =>
  format.replace(/\$context\.([\w.]+)/g, (_, name: string) => values[name] ?? '-');
