import { createContext, useContext, useEffect, useEffectEvent, useRef, useSyncExternalStore } from 'react';
import { type Activity, createActivity, type MapActivity } from './activity';

/** Activity of the map that the components inside show. */
export const ActivityContext = createContext<MapActivity>(createActivity({ nodes: [], edges: [] }));

/** Returns the activity of a node or edge, and renders again after changes. */
export function useActivity(id: string): Activity {
  const activity = useContext(ActivityContext);
  return useSyncExternalStore(
    (listener) => activity.onChange(id, listener),
    () => activity.of(id),
  );
}

/** Milliseconds for which the light travels along an edge. */
export const travelTime = 450;

/** Calls the function when a node or edge lights up, unless the user prefers reduced motion. */
export function usePulse({ pulses, step }: Activity, animate: (delay: number) => void): void {
  const seen = useRef(pulses);
  const start = useEffectEvent(() => animate(step * travelTime));
  useEffect(() => {
    const isNew = pulses > seen.current;
    seen.current = pulses;
    if (isNew && !matchMedia('(prefers-reduced-motion: reduce)').matches) start();
  }, [pulses]);
}
