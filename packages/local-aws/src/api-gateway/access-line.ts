/** Values of `$context`, by name without the prefix. */
type ContextValues = Readonly<Record<string, string | undefined>>;

/**
 * Formats one line of an access log; missing values become a dash (API Gateway developer guide, "Set up CloudWatch
 * logging").
 */
export const accessLine = (format: string, values: ContextValues): string =>
  format.replace(/\$context\.([\w.]+)/g, (_, name: string) => values[name] ?? '-');
