import { measurements, shadowDocuments } from './archived-tables';

/** Athena workgroup of the named queries, and database of the tables. */
export const workgroup = 'himeshima';
export const database = 'himeshima';

/** Parameter of a query. `from` and `to` are days, inclusive; `degrees` is a temperature in °C. */
export type Parameter = 'from' | 'to' | 'degrees';

/** Archive query in the SQL of Athena (Trino). Each `?` stands for the parameter at the same index. */
export interface Question {
  /** Description of the query in Athena. Do not change it: AWS would replace the query. */
  readonly asks: string;
  readonly sql: string;
  readonly parameters: readonly Parameter[];
}

/** Creates a query from a template. Table names become part of the SQL; all other values become parameters. */
function question(asks: string) {
  return (text: TemplateStringsArray, ...holes: readonly (Parameter | { readonly name: string })[]): Question => {
    const placed = holes.map((hole) => (typeof hole === 'string' ? '?' : hole.name));
    return {
      asks,
      sql: `${text
        .map((piece, at) => `${piece}${placed[at] ?? ''}`)
        .join('')
        .trim()}\n`,
      parameters: holes.filter((hole) => typeof hole === 'string'),
    };
  };
}

/*
 * Athena accepts `?` only in WHERE clauses (user guide, "Use parameterized queries"). Results use days in Japan Standard
 * Time, as the digest does (docs/adr/0013). The archive has a folder for each day in UTC, and a delayed record is stored
 * in a later folder. The condition on `day` selects the folders to scan, so the condition adds a day at each end.
 */
export const questions = {
  'time-on': question('How long each device was on, day by day')`
WITH changes AS (
  -- seconds by a clock of Japan, which has no summer time; Firehose may deliver a line twice
  SELECT thing, changed_at + 32400 AS changed, version,
    arbitrary(before.state.reported.power) AS was,
    arbitrary(after.state.reported.power) AS became
  FROM ${shadowDocuments}
  -- what a device did a month before says how the first day began
  WHERE day BETWEEN CAST(date_add('day', -31, date(${'from'})) AS varchar) AND CAST(date_add('day', 1, date(${'to'})) AS varchar)
  GROUP BY thing, changed_at, version
),
spans AS (
  SELECT thing, became AS power, changed AS since,
    lead(changed, 1, CAST(to_unixtime(now()) AS bigint) + 32400) OVER (PARTITION BY thing ORDER BY changed, version) AS until
  FROM changes
  UNION ALL
  -- before its first change it was as that change found it
  SELECT thing, min_by(was, version), min(changed) - 400 * 86400, min(changed)
  FROM changes
  GROUP BY thing
),
shares AS (
  -- what was on over midnight counts to both days
  SELECT thing, date_add('day', CAST(number AS integer), DATE '1970-01-01') AS day,
    least(until, (number + 1) * 86400) - greatest(since, number * 86400) AS seconds
  FROM spans
  CROSS JOIN UNNEST(sequence(since / 86400, until / 86400)) AS days (number)
  WHERE power = 'true' AND since < until
)
SELECT day, thing, sum(seconds) AS seconds_on
FROM shares
WHERE day BETWEEN date(${'from'}) AND date(${'to'}) AND seconds > 0
GROUP BY day, thing
ORDER BY day, thing
`,

  'rooms-above': question('Which rooms were above a temperature, how hot, and since when')`
SELECT date(from_unixtime(received_at / 1000, 'Asia/Tokyo')) AS day, room,
  max(TRY_CAST(value AS double)) AS hottest,
  count(DISTINCT trace_id) AS measurements,
  CAST(from_unixtime(min(received_at) / 1000, 'Asia/Tokyo') AS timestamp) AS first_seen
FROM ${measurements}
WHERE day BETWEEN CAST(date_add('day', -1, date(${'from'})) AS varchar) AND CAST(date_add('day', 1, date(${'to'})) AS varchar)
  AND date(from_unixtime(received_at / 1000, 'Asia/Tokyo')) BETWEEN date(${'from'}) AND date(${'to'})
  AND kind = 'temp' AND v = '1' AND TRY_CAST(value AS double) > CAST(${'degrees'} AS double)
GROUP BY 1, 2
ORDER BY 1, 2
`,

  'messages-a-day': question('How many messages came, day by day and kind by kind, and from how many devices')`
SELECT date(from_unixtime(received_at / 1000, 'Asia/Tokyo')) AS day, kind,
  count(DISTINCT trace_id) AS messages,
  count(DISTINCT thing) AS devices
FROM ${measurements}
WHERE day BETWEEN CAST(date_add('day', -1, date(${'from'})) AS varchar) AND CAST(date_add('day', 1, date(${'to'})) AS varchar)
  AND date(from_unixtime(received_at / 1000, 'Asia/Tokyo')) BETWEEN date(${'from'}) AND date(${'to'})
GROUP BY 1, 2
ORDER BY 1, 2
`,

  'fell-silent': question('Which devices were heard between the days, and not on the last of them')`
WITH heard AS (
  SELECT thing, received_at / 1000 AS at_second
  FROM ${measurements}
  WHERE day BETWEEN CAST(date_add('day', -1, date(${'from'})) AS varchar) AND CAST(date_add('day', 1, date(${'to'})) AS varchar)
  UNION ALL
  -- a device reported: what the platform desires is no sign of life
  SELECT thing, changed_at
  FROM ${shadowDocuments}
  WHERE day BETWEEN CAST(date_add('day', -1, date(${'from'})) AS varchar) AND CAST(date_add('day', 1, date(${'to'})) AS varchar)
    AND after.metadata.reported IS DISTINCT FROM before.metadata.reported
),
latest AS (
  SELECT thing, max(at_second) AS at_second
  FROM heard
  WHERE date(from_unixtime(at_second, 'Asia/Tokyo')) BETWEEN date(${'from'}) AND date(${'to'})
  GROUP BY thing
)
SELECT thing, CAST(from_unixtime(at_second, 'Asia/Tokyo') AS timestamp) AS last_heard
FROM latest
WHERE date(from_unixtime(at_second, 'Asia/Tokyo')) < date(${'to'})
ORDER BY 2, 1
`,
} as const satisfies Readonly<Record<string, Question>>;

export type QuestionName = keyof typeof questions;
