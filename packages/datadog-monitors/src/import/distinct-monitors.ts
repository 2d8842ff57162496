import { type ImportOutcome, problemAt } from './imported-monitor';

/**
 * Converts each monitor with a repeated Datadog id to a problem, because Terraform rejects two resources that import the same
 * monitor.
 */
export function distinctMonitors(found: readonly ImportOutcome[]): readonly ImportOutcome[] {
  const places = new Map<string, string>();
  return found.map((one) => {
    if (one.kind === 'problem' || one.datadogId === undefined) return one;
    const before = places.get(one.datadogId);
    if (before === undefined) {
      places.set(one.datadogId, one.place);
      return one;
    }
    return problemAt(
      one.place,
      `has the same Datadog id (${one.datadogId}) as ${before}, so it was skipped; remove one of them from the input`,
    );
  });
}
