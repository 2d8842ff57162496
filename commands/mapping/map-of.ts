import type { Block } from '@himeshima/terraform-json';
import type { ArchitectureMap, Place, Way } from './map';
import { outsiders, placesIn } from './places';
import { waysIn } from './ways';

/** Everything of a stack through which something goes. */
export function mapOf(resources: readonly Block[]): ArchitectureMap {
  const places = [...outsiders, ...placesIn(resources)];
  return connected(places, once(waysIn(resources)));
}

/** A way is drawn once, whatever goes it: what is asked for and what is brought are two ends of one line. */
function once(ways: readonly Way[]): readonly Way[] {
  const known = new Map<string, Way>();
  for (const way of ways) {
    const key = `${way.from} ${way.to}`;
    const other = known.get(key);
    known.set(key, other === undefined ? way : joined(other, way));
  }
  return [...known.values()];
}

/** Where failures go, nothing else does: to put them there is a right like any other. */
function joined(one: Way, other: Way): Way {
  return {
    ...one,
    ...(other.label !== undefined && { label: other.label }),
    flow: one.flow === other.flow ? one.flow : 'both',
    what: [one.what, other.what].includes('failure') ? 'failure' : one.what,
  };
}

function connected(places: readonly Place[], ways: readonly Way[]): ArchitectureMap {
  const ids = new Set(places.map(({ id }) => id));
  const between = ways.filter(({ from, to }) => ids.has(from) && ids.has(to) && from !== to);
  const used = new Set(between.flatMap(({ from, to }) => [from, to]));
  return { places: places.filter(({ id }) => used.has(id)), ways: between };
}

/** The whole, as far as all goes well: where failures go is in the parts. */
export function overview({ places, ways }: ArchitectureMap): ArchitectureMap {
  return connected(
    places,
    ways.filter(({ what }) => what === 'data').map(({ from, to, flow, what }) => ({ from, to, flow, what })),
  );
}

/** The parts of the platform that have a picture, in the order in which they are declared. */
export const slicesOf = ({ places }: ArchitectureMap): readonly string[] => [
  ...new Set(places.flatMap(({ slice }) => slice ?? [])),
];

/** One part, what it borders on, and who watches it. */
export function sliceOf({ places, ways }: ArchitectureMap, slice: string): ArchitectureMap {
  const own = places.filter((place) => place.slice === slice);
  const ids = new Set(own.map(({ id }) => id));
  const touching = ways.filter(({ from, to }) => ids.has(from) || ids.has(to));
  const groups = watchersOf(own);
  return connected(
    [...places, ...groups.map(({ place }) => place)],
    [...touching, ...groups.flatMap(({ ways: watching }) => watching)],
  );
}

/** What looks at the same kind of place is one. */
function watchersOf(own: readonly Place[]): readonly { readonly place: Place; readonly ways: readonly Way[] }[] {
  const kinds = [...new Set(own.filter(({ monitors }) => monitors.length > 0).map(({ kind }) => kind))];
  return kinds.map((kind) => {
    const seen = own.filter((place) => place.kind === kind && place.monitors.length > 0);
    const monitors = [...new Set(seen.flatMap((place) => place.monitors))];
    const id = `monitors-of-${kind}`;
    const label = monitors.length === 1 ? (monitors[0] ?? '') : `${monitors.length} monitors`;
    return {
      place: { id, kind: 'monitors', label, slice: own[0]?.slice, monitors },
      ways: seen.map((place) => ({ from: place.id, to: id, flow: 'there', what: 'watch' })),
    };
  });
}
