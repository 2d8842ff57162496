import { monitorsIn, parseComposite } from '../query/parse-composite';
import { QueryError } from '../query/query-error';
import { replaceMembers } from '../query/replace-members';
import type { NamedMonitor } from './name-monitors';
import { isMember } from './terraform-reference';

/**
 * Replaces the Datadog ids and the references of Terraform and kennel in composites with the Terraform ids of the imported monitors. Ids of other monitors are
 * unchanged, and a note lists them.
 */
export function referToMembers(monitors: readonly NamedMonitor[]): readonly NamedMonitor[] {
  // A composite cannot combine composites (docs.datadoghq.com/monitors/types/composite), and Terraform rejects circular references.
  const ids = new Map(
    monitors
      .filter(isMember)
      .flatMap(({ id, datadogId, kennelReference, terraformReference }) =>
        [datadogId, kennelReference, terraformReference].flatMap((member) =>
          member === undefined ? [] : [[member, id] as const],
        ),
      ),
  );
  return monitors.map((one) => (isMember(one) ? one : withReferences(one, ids)));
}

function withReferences(composite: NamedMonitor, ids: ReadonlyMap<string, string>): NamedMonitor {
  const { monitor, notes } = composite;
  const members = membersOf(monitor.query);
  if (members.length === 0) return composite;
  const unknown = members.filter((member) => !ids.has(member));
  const note = `combines ${unknown.join(', ')}, which ${unknown.length === 1 ? 'is not an imported monitor' : 'are not imported monitors'}; the query keeps ${unknown.length === 1 ? 'its id' : 'their ids'}`;
  return {
    ...composite,
    monitor: { ...monitor, query: replaceMembers(monitor.query, (member) => ids.get(member) ?? member) },
    notes: unknown.length === 0 ? notes : [...notes, note],
  };
}

/** Returns the ids in a composite's query; an empty list for a query that cannot be parsed. */
function membersOf(query: string): readonly string[] {
  try {
    return [...new Set(monitorsIn(parseComposite(query).expression))];
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    return [];
  }
}
