import type { PlatformEvent } from '../events';

/** How many events back one may turn out to belong to what is followed. */
const remembered = 2_000;

/**
 * Picks out what has to do with an id: of a trace, a request, an execution, a thing. An event that mentions it is told with
 * all that led to it and all that follows from it, as soon as that is known: earlier events of the same cause come late.
 * @returns for each event those to be told now, in their order
 */
export function following(id: string): (event: PlatformEvent) => readonly PlatformEvent[] {
  const mentioned = mentionOf(id);
  const causes = new Map<number, number>();
  const followed = new Set<number>();
  const passedOver: PlatformEvent[] = [];

  const rootOf = (start: number): number => {
    let root = start;
    for (let cause = causes.get(root); cause !== undefined; cause = causes.get(root)) root = cause;
    return root;
  };

  /** Those that were passed over, and turn out to have the same root. */
  const pickUp = (root: number): readonly PlatformEvent[] => {
    const picked = passedOver.filter((event) => rootOf(event.id) === root);
    for (const event of picked) passedOver.splice(passedOver.indexOf(event), 1);
    return picked;
  };

  return (event) => {
    if (event.cause !== undefined) causes.set(event.id, event.cause);
    causes.delete(event.id - remembered);
    const root = rootOf(event.id);
    // what was followed before its own cause was known, takes that cause along
    if (followed.has(event.id) || mentioned(event)) followed.add(root);
    if (followed.has(root)) return [...pickUp(root), event];
    passedOver.push(event);
    if (passedOver.length > remembered) passedOver.shift();
    return [];
  };
}

/** Whether it stands somewhere in an event as a word of its own: `light-1` is not meant by `light-10`. */
function mentionOf(id: string): (event: PlatformEvent) => boolean {
  const word = new RegExp(`(?<![\\w-])${id.replace(/[^\w]/g, '\\$&')}(?![\\w-])`);
  return (event) => Object.values(event).some((value) => typeof value === 'string' && word.test(value));
}
