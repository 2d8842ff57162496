/** A function as a query calls it. */
export interface Call {
  readonly name: string;
  /** Its arguments, as DuckDB has parsed them. */
  readonly args: readonly Readonly<Record<string, unknown>>[];
  /** What it stands in; undefined where it stands alone. */
  readonly inside: Readonly<Record<string, unknown>> | undefined;
}

interface TrinoFunction {
  /** Signature and meaning in DuckDB; left out where both mean the same by the name. */
  readonly macro?: (now: string) => string;
  /** Why this one use of it would mean something else; undefined where it does not. */
  readonly refuses?: (call: Call) => string | undefined;
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

/** Specifiers of Trino's `date_format`, which are those of MySQL, and the same in DuckDB's `strftime`. */
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
/** Specifiers that Trino refuses, too. */
const unsupported = ['%D', '%U', '%u', '%V', '%w', '%X'];

// strftime takes a constant format only, so each specifier is a separate case; Trino prints the letter of any other
const cases = [
  ...Object.entries(specifiers).map(([of, as]) => `WHEN '${of}' THEN strftime(CAST(moment AS timestamp), '${as}')`),
  ...unsupported.map((of) => `WHEN '${of}' THEN error('${of} not supported in date format string')`),
  "ELSE regexp_replace(part, '^%', '')",
];

/**
 * Every function of Athena (Trino) that a query may call here, and what it is in DuckDB. What is not in the table is refused
 * by name: a function of the same name that counts otherwise would answer, and answer wrongly.
 * Source: trino.io/docs/current/functions/{aggregate,array,comparison,datetime,window}.html; duckdb.org/docs/stable/sql/functions.
 */
const functions: Readonly<Record<string, TrinoFunction>> = {
  '+': same,
  '-': same,
  '*': same,
  '/': same,
  '%': same,
  avg: same,
  count: same,
  // count(*)
  count_star: same,
  max: same,
  min: same,
  sum: same,
  lead: same,
  lag: same,
  unnest: same,
  // any value that is not null
  arbitrary: { macro: () => 'arbitrary(x) AS any_value(x)' },
  // DuckDB's own leave rows out whose x is null
  max_by: { macro: () => 'max_by(x, y) AS arg_max_null(x, y)' },
  min_by: { macro: () => 'min_by(x, y) AS arg_min_null(x, y)' },
  // DuckDB's own leave nulls out
  greatest: {
    macro: () => 'greatest(a, b) AS CASE WHEN a IS NULL OR b IS NULL THEN NULL WHEN a > b THEN a ELSE b END',
    refuses: ({ args }) => (args.length === 2 ? undefined : 'with other than two arguments'),
  },
  least: {
    macro: () => 'least(a, b) AS CASE WHEN a IS NULL OR b IS NULL THEN NULL WHEN a < b THEN a ELSE b END',
    refuses: ({ args }) => (args.length === 2 ? undefined : 'with other than two arguments'),
  },
  sequence: {
    // as many as Trino makes at most; DuckDB would take the memory for all
    macro: () =>
      'sequence(a, b) AS CASE WHEN b - a < 10000 THEN generate_series(a, b) ' +
      "ELSE error('result of sequence function must not have more than 10000 entries') END",
    refuses: ({ args }) => (args.length === 2 ? undefined : 'with a step'),
  },
  // a date and days stay a date; everything else has a time, or months of unlike length
  date_add: {
    macro: () => 'date_add(unit, n, day) AS day + CAST(n AS integer)',
    refuses({ args: [unit, , day] }) {
      if (constant(unit) !== 'day') return "of another unit than 'day'";
      return castTo(day) === 'DATE' ? undefined : 'of what is not date(…)';
    },
  },
  date_format: {
    macro: () =>
      'date_format(moment, format) AS array_to_string(list_transform(' +
      `regexp_extract_all(format, '(?s)%.|[^%]+'), lambda part: CASE part ${cases.join(' ')} END), '')`,
    refuses: ({ args: [moment] }) => (typeof constant(moment) === 'string' ? 'of a text' : undefined),
  },
  now: { macro: (now) => `now() AS to_timestamp(${now})` },
  to_unixtime: { macro: () => 'to_unixtime(moment) AS epoch(moment)' },
  // in Trino a moment that knows its zone; here what a clock shows there, which is the same as a date or a timestamp
  from_unixtime: {
    macro: () => 'from_unixtime(s, zone) AS timezone(zone, to_timestamp(s))',
    refuses({ args, inside }) {
      if (args.length !== 2) return 'without a zone';
      const type = castTo(inside);
      return type === 'DATE' || type === 'TIMESTAMP' ? undefined : 'outside of date(…) and CAST(… AS timestamp)';
    },
  },
};

/** The functions by which DuckDB speaks as Athena does. @param now ms since the epoch, by the platform's clock */
export const dialectMacros = (now: number): readonly string[] =>
  Object.values(functions).flatMap(({ macro }) => (macro === undefined ? [] : [macro((now / 1000).toFixed(3))]));

/** Why a call is not translated; undefined where it is. */
export function whyUntranslatable(call: Call): string | undefined {
  const known = Object.hasOwn(functions, call.name) ? functions[call.name] : undefined;
  if (known === undefined) return `the function ${call.name}`;
  const refused = known.refuses?.(call);
  return refused === undefined ? undefined : `${call.name} ${refused}`;
}

/** Types to which a value may be cast, by DuckDB's names: they hold the same in both. */
export const castTypes: ReadonlySet<string> = new Set([
  'BIGINT',
  'BOOLEAN',
  'DATE',
  'DOUBLE',
  'INTEGER',
  'TIMESTAMP',
  'VARCHAR',
]);
