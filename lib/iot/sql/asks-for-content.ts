import type { Statement } from './ast';

/**
 * Whether a statement reads the payload as JSON: by a name, or by keys of its own beside `*`. `*` alone, also as an
 * argument, is the raw bytes. Source: AWS IoT developer guide, "binary-payloads".
 */
export function asksForContent({ set, selection, where }: Statement): boolean {
  const isMixed = selection.kind === 'items' && selection.items.length > 1 && hasKind(selection.items, 'star');
  return isMixed || [set, selection, where].some((part) => hasKind(part, 'name'));
}

function hasKind(node: unknown, kind: string): boolean {
  if (Array.isArray(node)) return node.some((item) => hasKind(item, kind));
  if (typeof node !== 'object' || node === null) return false;
  return ('kind' in node && node.kind === kind) || Object.values(node).some((part) => hasKind(part, kind));
}
