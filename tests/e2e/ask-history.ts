import { AthenaClient } from '@aws-sdk/client-athena';
import { answerObjects } from '../../commands/archive-queries/format-answer';
import { type QueryOptions, queryLiterals } from '../../commands/archive-queries/query-parameters';
import { listNamedQueries, runNamedQuery } from '../../commands/archive-queries/run-query';
import type { QuestionName } from '../../contracts/questions';

/**
 * Runs a named archive query with the SDK's credentials and region.
 * The default range ends after today, because the local clock and Japan's time may be ahead.
 * @throws Error with the reason if the query fails
 */
export async function askHistory(
  name: QuestionName,
  given: QueryOptions = {},
): Promise<ReturnType<typeof answerObjects>> {
  const day = (ahead: number) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
  const client = new AthenaClient();
  try {
    const waiting = await listNamedQueries(client);
    const question = waiting.get(name);
    if (question === undefined)
      throw new Error(`query ${name} is not deployed (available: ${[...waiting.keys()].join(', ')})`);
    const { literals } = queryLiterals(name, { from: day(-1), to: day(2), ...given }, Date.now());
    return answerObjects(await runNamedQuery(client, question, literals));
  } finally {
    client.destroy();
  }
}
