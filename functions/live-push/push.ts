/** Outcome of sending a message to one connection. `gone`: the connection is closed. `failed`: the reason for the failure. */
export type SendOutcome = 'sent' | 'gone' | { readonly failed: string };

/** Number of connections for each outcome, and the distinct reasons for failures. */
interface PushSummary {
  readonly sent: number;
  readonly gone: number;
  readonly failed: number;
  readonly reasons: readonly string[];
}

interface PushTarget {
  send(connection: string, text: string): Promise<SendOutcome>;
  forget(connection: string): Promise<void>;
}

/**
 * Sends a message to all connections concurrently and removes closed connections. Failures are not retried: a retry of the
 * event would send the message twice to the other connections, and the next change supersedes this message.
 */
export async function push(text: string, connections: readonly string[], to: PushTarget): Promise<PushSummary> {
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
