import { joined, type Phrase, say } from '../phrase';
import type { Plan } from '../plan/plan';

/** Maximum number of resources with commands to name. */
const namedAtMost = 3;
/** Maximum length of a command. */
const longest = 80;

/** Names the new and replaced resources with provisioners, which run commands. Shows a command if it is short and constant. */
export function commands({ changes }: Plan): readonly Phrase[] {
  const running = changes.filter(({ provisioners }) => provisioners.length > 0);
  const texts = running.slice(0, namedAtMost).map(({ address, provisioners }) => {
    const each = provisioners.map(({ type, command }) =>
      command === undefined || command.trim() === ''
        ? say`${type}`
        : say`${type}: ${{ value: shortened(command.trim()) }}`,
    );
    return say`${address} (${joined(each)})`;
  });
  const more = running.length - texts.length;
  return texts.length === 0
    ? []
    : [['the apply runs commands for ', ...joined([...texts, ...(more > 0 ? [[`${more} more`]] : [])])]];
}

function shortened(command: string): string {
  const [first = '', ...others] = command.split('\n');
  const text = first.length > longest ? `${first.slice(0, longest)}…` : first;
  return others.length === 0 ? text : `${text} (${others.length + 1} lines)`;
}
