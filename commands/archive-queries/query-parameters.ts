import * as z from 'zod';
import { type Parameter, type Question, type QuestionName, questions } from '../../contracts/questions';

export type QueryOptions = Readonly<Partial<Record<Parameter, string>>>;

const aheadOfUtc = 9 * 3_600_000;
const dayMs = 86_400_000;
/** First day with a four-digit year. */
const firstDay = Date.parse('0000-01-01');

/** Returns the date in Japan at a moment, for example `2026-11-24`. @param moment ms since the epoch */
const dayIn = (moment: number) => new Date(moment + aheadOfUtc).toISOString().slice(0, 10);

const Day = z.iso.date();
const Degrees = z.coerce.number().min(-1e9).max(1e9);

/**
 * Returns an SQL literal. Accepts only days and numbers, so no other user input reaches Athena.
 * @throws Error if the value is neither a day nor a number
 */
function literalOf(parameter: Parameter, value: string): string {
  if (parameter !== 'degrees') {
    if (!Day.safeParse(value).success)
      throw new Error(`invalid --${parameter} "${value}": expected a day, for example 2026-11-24`);
    return `'${value}'`;
  }
  const degrees = value.trim() === '' ? undefined : Degrees.safeParse(value).data;
  if (degrees === undefined) throw new Error(`invalid --degrees "${value}": expected a number, for example 27.5`);
  return String(degrees);
}

/**
 * Returns a query's SQL literals in the order of its `?` placeholders. The default period is the last seven days.
 * @param now ms since the epoch
 * @throws Error if an option is missing, invalid or has no effect on this query
 */
export function queryLiterals(
  name: QuestionName,
  given: QueryOptions,
  now: number,
): { readonly literals: readonly string[] } & QueryOptions {
  const { parameters }: Question = questions[name];
  const to = given.to ?? dayIn(now);
  literalOf('to', to);
  const from = given.from ?? dayIn(Math.max(Date.parse(to) - 6 * dayMs, firstDay) - aheadOfUtc);
  const values: QueryOptions = { ...given, from, to };
  for (const parameter of ['degrees'] as const)
    if (given[parameter] !== undefined && !parameters.includes(parameter))
      throw new Error(
        `--${parameter} has no effect on ${name}; its options are ${[...new Set(parameters)].map((known) => `--${known}`).join(', ')}`,
      );
  const literals = parameters.map((parameter) => {
    const value = values[parameter];
    if (value === undefined)
      throw new Error(`${name} requires --${parameter}: npm run query -- ${name} --${parameter} 27.5`);
    return literalOf(parameter, value);
  });
  if (from > to) throw new Error(`--from ${from} is after --to ${to}`);
  return { literals, ...values };
}
