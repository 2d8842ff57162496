import type { ChangedFindings } from '../changed-findings';
import type { Finding } from '../checks/findings';
import { counted, type Phrase, say, words } from '../phrase';

/** Maximum number of resources to list for each check. The Code Quality report and the JSON output list all resources. */
const shownPlaces = 10;

/** Formats one line per check: the affected resources, the consequence, and the fix. */
function byCheck(findings: readonly Finding[]): readonly Phrase[] {
  const checks = [...new Set(findings.map(({ check }) => check))];
  return checks.flatMap((id) => {
    const those = findings.filter(({ check }) => check === id);
    const [first] = those;
    if (first === undefined) return [];
    const more = those.length - shownPlaces;
    const places: Phrase = [
      ...those.slice(0, shownPlaces).flatMap((one, at): Phrase => [at > 0 ? ', ' : '', ...locationOf(one)]),
      ...(more > 0 ? words(` and ${more} more`) : []),
    ];
    return [say`${places}: ${words(first.reason)}. Fix: ${words(first.fix)} (${id}; ${words(first.source)})`];
  });
}

const locationOf = ({ address, where }: Finding): Phrase =>
  where === undefined ? say`${address}` : say`${address}, ${words(where)}`;

/** Formats added findings, one line per check, and the number of resolved and remaining findings. */
export function formatFindings({ added, older, resolved }: ChangedFindings): readonly Phrase[] {
  if (added.length + resolved === 0) return [];
  const rest = [
    ...(resolved > 0 ? [`${counted(resolved, 'finding')} resolved`] : []),
    ...(older > 0 ? [`${counted(older, 'existing finding')} ${older === 1 ? 'remains' : 'remain'}`] : []),
  ];
  return [...byCheck(added), ...(rest.length > 0 ? [words(rest.join('; '))] : [])];
}
