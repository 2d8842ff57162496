/** Call of a function in a query. */
export interface Call {
  readonly name: string;
  /** Arguments in DuckDB's syntax tree. */
  readonly args: readonly Readonly<Record<string, unknown>>[];
  /** Expression that contains the call; undefined at the top level. */
  readonly inside: Readonly<Record<string, unknown>> | undefined;
}

interface TrinoFunction {
  /** Definition of the function as a DuckDB macro; undefined if DuckDB's function behaves identically. */
  readonly macro?: (now: string) => string;
  /** Returns the reason why DuckDB would evaluate a call differently, or undefined if the results are identical. */
  readonly unsupportedReason?: (call: Call) => string | undefined;
}

const same: TrinoFunction = {};

const castTo = (value: Readonly<Record<string, unknown>> | undefined): unknown => {
  const type = value?.['class'] === 'CAST' ? value['cast_type'] : undefined;
  return typeof type === 'object' && type !== null && 'id' in type ? type.id : undefined;
};

const constant = (argument: Readonly<Record<string, unknown>> | undefined): unknown => {
  const value = argument?.['class'] === 'CONSTANT' ? argument['value'] : undefined;
  return typeof value === 'object' && value !== null && 'value' in value ? value.value : undefined;
};

/** DuckDB `strftime` specifiers, keyed by the equivalent MySQL specifiers, which Trino's `date_format` uses. */
const specifiers: Readonly<Record<string, string>> = {
  '%a': '%a',
  '%b': '%b',
  '%c': '%-m',
  '%d': '%d',
  '%e': '%-d',
  '%f': '%f',
  '%H': '%H',
  '%h': '%I',
  '%I': '%I',
  '%i': '%M',
  '%j': '%j',
  '%k': '%-H',
  '%l': '%-I',
  '%M': '%B',
  '%m': '%m',
  '%p': '%p',
  '%r': '%I:%M:%S %p',
  '%S': '%S',
  '%s': '%S',
  '%T': '%H:%M:%S',
  '%v': '%V',
  '%W': '%A',
  '%x': '%G',
  '%Y': '%Y',
  '%y': '%y',
};
/** MySQL specifiers for which Trino returns an error. */
const unsupported = ['%D', '%U', '%u', '%V', '%w', '%X'];

// each specifier is a separate case, because strftime accepts only constant formats; Trino prints an unknown specifier
// without its percent sign
const cases = [
  ...Object.entries(specifiers).map(([of, as]) => `WHEN '${of}' THEN strftime(CAST(moment AS timestamp), '${as}')`),
  ...unsupported.map((of) => `WHEN '${of}' THEN error('${of} not supported in date format string')`),
  "ELSE regexp_replace(part, '^%', '')",
];

/**
 * Athena (Trino) functions that a query may call, with their DuckDB equivalents. Other functions are rejected, because
 * a DuckDB function with the same name might return a different result. Source:
 * trino.io/docs/current/functions/{aggregate,array,comparison,datetime,window}.html;
 * duckdb.org/docs/stable/sql/functions.
 */
const functions: Readonly<Record<string, TrinoFunction>> = {
  '+': same,
  '-': same,
  '*': same,
  '/': same,
  '%': same,
  avg: same,
  count: same,
  // DuckDB's name for count(*)
  count_star: same,
  max: same,
  min: same,
  sum: same,
  lead: same,
  lag: same,
  unnest: same,
  // Trino and DuckDB return an arbitrary non-null value
  arbitrary: { macro: () => 'arbitrary(x) AS any_value(x)' },
  // DuckDB's function with this name skips rows in which x is null
  max_by: { macro: () => 'max_by(x, y) AS arg_max_null(x, y)' },
  min_by: { macro: () => 'min_by(x, y) AS arg_min_null(x, y)' },
  // DuckDB's function with this name ignores nulls
  greatest: {
    macro: () => 'greatest(a, b) AS CASE WHEN a IS NULL OR b IS NULL THEN NULL WHEN a > b THEN a ELSE b END',
    unsupportedReason: ({ args }) => (args.length === 2 ? undefined : 'with more or fewer than two arguments'),
  },
  least: {
    macro: () => 'least(a, b) AS CASE WHEN a IS NULL OR b IS NULL THEN NULL WHEN a < b THEN a ELSE b END',
    unsupportedReason: ({ args }) => (args.length === 2 ? undefined : 'with more or fewer than two arguments'),
  },
  sequence: {
    // the length is limited as in Trino, because DuckDB would allocate memory for any length
    macro: () =>
      'sequence(a, b) AS CASE WHEN b - a < 10000 THEN generate_series(a, b) ' +
      "ELSE error('result of sequence function must not have more than 10000 entries') END",
    unsupportedReason: ({ args }) => (args.length === 2 ? undefined : 'with a step'),
  },
  // only days can be added, and only to a date; other combinations return a time, or add months of different lengths
  date_add: {
    macro: () => 'date_add(unit, n, day) AS day + CAST(n AS integer)',
    unsupportedReason({ args: [unit, , day] }) {
      if (constant(unit) !== 'day') return "with a unit other than 'day'";
      return castTo(day) === 'DATE' ? undefined : 'on a value other than date(…)';
    },
  },
  date_format: {
    macro: () =>
      'date_format(moment, format) AS array_to_string(list_transform(' +
      `regexp_extract_all(format, '(?s)%.|[^%]+'), lambda part: CASE part ${cases.join(' ')} END), '')`,
    unsupportedReason: ({ args: [moment] }) => (typeof constant(moment) === 'string' ? 'of a string' : undefined),
  },
  now: { macro: (now) => `now() AS to_timestamp(${now})` },
  to_unixtime: { macro: () => 'to_unixtime(moment) AS epoch(moment)' },
  // Trino returns a timestamp with a time zone, whereas this macro returns the local time in that zone. Both give the
  // same date or timestamp when they are cast.
  from_unixtime: {
    macro: () => 'from_unixtime(s, zone) AS timezone(zone, to_timestamp(s))',
    unsupportedReason({ args, inside }) {
      if (args.length !== 2) return 'without a zone';
      const type = castTo(inside);
      return type === 'DATE' || type === 'TIMESTAMP' ? undefined : 'outside of date(…) and CAST(… AS timestamp)';
    },
  },
};

/**
 * Returns the macros that define Athena's functions in DuckDB.
 * @param now platform time in ms since the epoch
 */
export const dialectMacros = (now: number): readonly string[] =>
  Object.values(functions).flatMap(({ macro }) => (macro === undefined ? [] : [macro((now / 1000).toFixed(3))]));

/** Returns the reason why a call cannot be translated to DuckDB, or undefined if it can. */
export function untranslatableReason(call: Call): string | undefined {
  const known = Object.hasOwn(functions, call.name) ? functions[call.name] : undefined;
  if (known === undefined) return `the function ${call.name}`;
  const reason = known.unsupportedReason?.(call);
  return reason === undefined ? undefined : `${call.name} ${reason}`;
}

/** DuckDB types to which a query may cast a value, because they have the same meaning in Trino. */
export const castTypes: ReadonlySet<string> = new Set([
  'BIGINT',
  'BOOLEAN',
  'DATE',
  'DOUBLE',
  'INTEGER',
  'TIMESTAMP',
  'VARCHAR',
]);
