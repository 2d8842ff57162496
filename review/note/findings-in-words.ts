import type { Finding } from '../checks/findings';
import type { ChangedFindings } from '../findings';
import { counted, type Phrase, say, words } from '../phrase';

/** Of one check: the report for GitLab and the JSON have all of them. */
const shownPlaces = 10;

/** A sentence a check: where it is found, what comes of it, and how it is mended. */
function inWords(findings: readonly Finding[]): readonly Phrase[] {
  const checks = [...new Set(findings.map(({ check }) => check))];
  return checks.flatMap((id) => {
    const those = findings.filter(({ check }) => check === id);
    const [first] = those;
    if (first === undefined) return [];
    const more = those.length - shownPlaces;
    const places: Phrase = [
      ...those.slice(0, shownPlaces).flatMap((one, at): Phrase => [at > 0 ? ', ' : '', ...placeOf(one)]),
      ...(more > 0 ? words(` and ${more} more`) : []),
    ];
    return [say`${places}: ${words(first.reason)}. To mend it: ${words(first.fix)} (${id}; ${words(first.source)})`];
  });
}

const placeOf = ({ address, where }: Finding): Phrase =>
  where === undefined ? say`${address}` : say`${address}, ${words(where)}`;

/**
 * What a change does to the findings, line by line; nothing where it does nothing to them, for what was there before is no
 * matter of this change.
 */
export function findingsLines({ added, older, mended }: ChangedFindings): readonly Phrase[] {
  if (added.length + mended === 0) return [];
  const rest = [
    ...(mended > 0 ? [`${counted(mended, 'finding')} ${mended === 1 ? 'is' : 'are'} mended`] : []),
    ...(older > 0 ? [`${counted(older, 'older finding')} ${older === 1 ? 'stays' : 'stay'}`] : []),
  ];
  return [...inWords(added), ...(rest.length > 0 ? [words(rest.join('; '))] : [])];
}
