import type { PlatformEvent } from '../events';

/** Number of recent events that are kept, because a later event can show that an earlier event is related. */
const remembered = 2_000;

/**
 * Selects the events that are related to the ID of a trace, request, execution or thing: the events that mention the
 * ID, and all their causes and effects.
 * An earlier event is selected as soon as a later event shows that it is related.
 * @returns a function that receives each event and returns the events to print, in order
 */
export function following(id: string): (event: PlatformEvent) => readonly PlatformEvent[] {
  const mentioned = mentionOf(id);
  const causes = new Map<number, number>();
  const followed = new Set<number>();
  const skipped: PlatformEvent[] = [];

  const rootOf = (start: number): number => {
    let root = start;
    for (let cause = causes.get(root); cause !== undefined; cause = causes.get(root)) root = cause;
    return root;
  };

  /** Removes the skipped events with the given root cause and returns them. */
  const selectSkipped = (root: number): readonly PlatformEvent[] => {
    const picked = skipped.filter((event) => rootOf(event.id) === root);
    for (const event of picked) skipped.splice(skipped.indexOf(event), 1);
    return picked;
  };

  return (event) => {
    if (event.cause !== undefined) causes.set(event.id, event.cause);
    causes.delete(event.id - remembered);
    const root = rootOf(event.id);
    // if an event was followed before its cause was known, the cause must now be followed, too
    if (followed.has(event.id) || mentioned(event)) followed.add(root);
    if (followed.has(root)) return [...selectSkipped(root), event];
    skipped.push(event);
    if (skipped.length > remembered) skipped.shift();
    return [];
  };
}

/** Returns a predicate for events that contain the ID as a whole word: `light-10` does not match the ID `light-1`. */
function mentionOf(id: string): (event: PlatformEvent) => boolean {
  const word = new RegExp(`(?<![\\w-])${id.replace(/[^\w]/g, '\\$&')}(?![\\w-])`);
  return (event) => Object.values(event).some((value) => typeof value === 'string' && word.test(value));
}
