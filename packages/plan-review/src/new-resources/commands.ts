import { joined, type Phrase, say } from '../phrase';
import type { Plan } from '../plan/plan';

/** Maximum number of resources with commands to name. */
const namedAtMost = 3;

/**
 * Names the new and replaced resources with provisioners that run commands, and the first program of each constant command. Omits the
 * arguments, which may be secrets. A plan does not say whether a provisioner runs only before a deletion.
 */
export function commands({ changes }: Plan): readonly Phrase[] {
  const running = changes.flatMap(({ address, provisioners }) => {
    const all = provisioners.filter(({ type }) => type !== 'file');
    return all.length === 0 ? [] : [{ address, all }];
  });
  const texts = running.slice(0, namedAtMost).map(({ address, all }) => {
    const each = all.map(({ type, command = '' }) => {
      const program = programOf(command);
      return program === undefined ? say`${type}` : say`${type}: ${{ value: program }}`;
    });
    const different = each.filter((one, at) => each.findIndex((other) => plainKey(other) === plainKey(one)) === at);
    return say`${address} (${joined(different)})`;
  });
  const more = running.length - texts.length;
  return texts.length === 0
    ? []
    : [['the apply may run commands for ', ...joined([...texts, ...(more > 0 ? [[`${more} more`]] : [])])]];
}

const plainKey = (phrase: Phrase): string => JSON.stringify(phrase);

/** Returns the first program in a command: `yum` for `sudo yum install nmap`. Undefined for a command in another form. */
const programOf = (command: string): string | undefined =>
  /^\s*(?:(?:sudo|exec|env)\s+|\w+=[^\s'"]*\s+)*([\w./][\w./-]{0,39})(?:\s|$)/.exec(command)?.[1];
