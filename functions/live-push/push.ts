/** `gone`: there is no such connection any more. `failed`: why it was not taken in time, or at all. */
export type Sent = 'sent' | 'gone' | { readonly failed: string };

/** How many it went to, how many are gone or failed, and why, each reason once. */
interface Pushed {
  readonly sent: number;
  readonly gone: number;
  readonly failed: number;
  readonly reasons: readonly string[];
}

interface PushedTo {
  send(connection: string, text: string): Promise<Sent>;
  forget(connection: string): Promise<void>;
}

/**
 * Sends a text to all connections at once, so that none waits for another, and forgets those that are gone. What failed is not
 * sent again: the others would get it twice, and the next change says more.
 */
export async function push(text: string, connections: readonly string[], to: PushedTo): Promise<Pushed> {
  const outcomes = await Promise.all(
    connections.map(async (connection) => {
      const outcome = await to.send(connection, text);
      if (outcome === 'gone') await to.forget(connection);
      return outcome;
    }),
  );
  const failures = outcomes.flatMap((outcome) => (typeof outcome === 'object' ? [outcome.failed] : []));
  const gone = outcomes.filter((outcome) => outcome === 'gone').length;
  return {
    sent: outcomes.length - gone - failures.length,
    gone,
    failed: failures.length,
    reasons: [...new Set(failures)],
  };
}
