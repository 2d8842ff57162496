import { AthenaClient } from '@aws-sdk/client-athena';
import { ask, waitingQuestions } from '../../commands/asking/ask-archive';
import { type Given, literalsOf } from '../../commands/asking/parameters';
import { objectsOf } from '../../commands/asking/printed';
import type { QuestionName } from '../../contracts/questions';

/**
 * Runs a named archive query with the credentials and region of the SDK. The default range ends after today, because the local clock may
 * be ahead, and so is Japan.
 * @throws Error with the reason if the query fails
 */
export async function askHistory(name: QuestionName, given: Given = {}): Promise<ReturnType<typeof objectsOf>> {
  const day = (ahead: number) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
  const client = new AthenaClient();
  try {
    const waiting = await waitingQuestions(client);
    const question = waiting.get(name);
    if (question === undefined) throw new Error(`${name} does not wait there; ${[...waiting.keys()].join(', ')} do`);
    const { literals } = literalsOf(name, { from: day(-1), to: day(2), ...given }, Date.now());
    return objectsOf(await ask(client, question, literals));
  } finally {
    client.destroy();
  }
}
