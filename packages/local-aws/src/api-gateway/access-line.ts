/** Values of `$context`, by their names without it. */
type ContextValues = Readonly<Record<string, string | undefined>>;

/** One line of an access log; what has no value is a dash (API Gateway developer guide, "Set up CloudWatch logging"). */
export const accessLine = (format: string, values: ContextValues): string =>
  format.replace(/\$context\.([\w.]+)/g, (_, name: string) => values[name] ?? '-');
