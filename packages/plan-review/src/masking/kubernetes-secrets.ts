import type { Span } from './spans';

const isSecretKind = /(?:^|\n)\s{0,40}kind:\s{0,10}["']?Secret\b/;
const dataLine = /^(\s*)(?:data|stringData):\s*$/;
const entryLine = /^(\s*)[\w.-]{1,253}:[ \t]*(\S.*)?$/;
const longestLine = 10_000;

/** Finds the values in Kubernetes Secret manifests. These values are secret, whatever their keys. */
export function kubernetesSecrets(text: string): readonly Span[] {
  if (!text.includes('Secret') || !isSecretKind.test(text)) return [];
  const spans: Span[] = [];
  let indent: number | undefined;
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline;
    const line = text.slice(start, Math.min(end, start + longestLine)).trimEnd();
    const own = line.length - line.trimStart().length;
    if (indent !== undefined && line.trim() !== '' && own <= indent) indent = undefined;
    if (indent !== undefined && line.trim() !== '') spans.push(valueIn(line, start, end));
    if (dataLine.test(line)) indent = own;
    start = end + 1;
  }
  return spans;
}

/** Returns the span of the value after a key. If a line of a block has no key, returns the span of the line. */
function valueIn(line: string, start: number, end: number): Span {
  const [, , value = ''] = entryLine.exec(line) ?? [];
  if (entryLine.test(line))
    return { start: start + line.length - value.length, end: value === '' ? start + line.length : end };
  return { start: start + line.length - line.trimStart().length, end };
}
