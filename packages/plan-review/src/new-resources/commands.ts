import { joined, type Phrase, say } from '../phrase';
import type { Plan } from '../plan/plan';

/** Maximum number of resources with commands to name. */
const namedAtMost = 3;
/** Maximum length of a command. */
const longest = 80;

/**
 * Names the new and replaced resources with provisioners that run commands, and the constant commands. A plan does not say whether a
 * provisioner runs only before a deletion.
 */
export function commands({ changes }: Plan): readonly Phrase[] {
  const running = changes.flatMap(({ address, provisioners }) => {
    const all = provisioners.filter(({ type }) => type !== 'file');
    return all.length === 0 ? [] : [{ address, all }];
  });
  const texts = running.slice(0, namedAtMost).map(({ address, all }) => {
    const each = all.map(({ type, command }) =>
      command === undefined || command.trim() === ''
        ? say`${type}`
        : say`${type}: ${{ value: shortened(command.trim()) }}`,
    );
    const different = each.filter((one, at) => each.findIndex((other) => plainKey(other) === plainKey(one)) === at);
    return say`${address} (${joined(different)})`;
  });
  const more = running.length - texts.length;
  return texts.length === 0
    ? []
    : [['the apply may run commands for ', ...joined([...texts, ...(more > 0 ? [[`${more} more`]] : [])])]];
}

const plainKey = (phrase: Phrase): string => JSON.stringify(phrase);

function shortened(command: string): string {
  const [first = '', ...others] = command.split('\n');
  const text = first.length > longest ? `${first.slice(0, longest)}…` : first;
  return others.length === 0 ? text : `${text} (${others.length + 1} lines)`;
}
