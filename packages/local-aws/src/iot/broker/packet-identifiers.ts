import type { Client } from 'aedes';

/** Takes the packet identifier that aedes would give next; a private part of aedes 2.0.0-beta.1, which is pinned. */
export function nextIdentifier(client: Client): number {
  const next = Number(Reflect.get(client, '_nextId'));
  Reflect.set(client, '_nextId', next >= 65_535 ? 1 : next + 1);
  return next;
}
