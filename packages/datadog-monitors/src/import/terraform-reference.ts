import { dirname } from 'node:path';
import { advice } from './advice';
import { type ImportedMonitor, type ImportOutcome, problemAt } from './imported-monitor';

/** Matches an expression such as `${datadog_monitor.cpu["api"].id}`. `$${` is an escaped `${`. */
const expression = /(?<!\$)\$\{(datadog_monitor(?:_json)?\.[\w-]+(?:\[(?:\d+|\\?"[\w.-]+\\?")\])?)\.id\}/g;
const reference = /\$\{[^{}]+:(datadog_[^{}]+)\}/g;

/** Replaces the references to monitors in a text; the address in a reference may have a key. */
export const replaceReferences = (text: string, replace: (address: string) => string): string =>
  // a reference in a call such as `${jsonencode(…)}` is a part of that expression
  /^\$\{(?!datadog_)/.test(text)
    ? text
    : text.replace(expression, (_found, address: string) => replace(address.replaceAll('\\', '')));

/**
 * Returns the text that represents a monitor of a Terraform folder in the queries of composites until the monitor has its final name. It
 * contains no quotes, because it can be in JSON.
 */
export function referenceTo(file: string, address: string): string {
  const folder = dirname(file).replace(/[^\w/.-]/g, '_');
  // Terraform accepts the index 0 for a resource whose `count` is 1, which is read as a single resource
  return `\${${folder}:${address.replaceAll('"', '').replace(/\[0\]$/, '')}}`;
}

/** Converts each composite that refers to an unknown monitor of its Terraform folder to a problem. */
export const rejectUnknownReferences = (
  found: readonly ImportOutcome[],
  known: ReadonlySet<string>,
): readonly ImportOutcome[] =>
  found.map((one) => {
    if (one.kind === 'problem' || one.monitor.type !== 'composite') return one;
    const unknown = [...one.monitor.query.matchAll(reference)].find(([text]) => !known.has(text));
    return unknown === undefined
      ? one
      : problemAt(one.place, `refers to ${unknown[1]}, whose Datadog id is unknown; ${advice}`);
  });

/** Returns the references to the monitors that composites can combine. */
export const referencesIn = (found: readonly ImportOutcome[]): ReadonlySet<string> =>
  new Set(
    found.flatMap((one) =>
      one.kind === 'monitor' && isMember(one) && one.terraformReference !== undefined ? [one.terraformReference] : [],
    ),
  );

/** Returns whether a composite can combine the monitor (docs.datadoghq.com/monitors/types/composite). */
export const isMember = ({ monitor }: Pick<ImportedMonitor, 'monitor'>): boolean => monitor.type !== 'composite';
