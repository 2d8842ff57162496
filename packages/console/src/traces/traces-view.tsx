import { useState } from 'react';
import { useRoute } from '../shell/use-route';
import { TraceDetail } from './trace-detail';
import { filterOf } from './trace-filter';
import { TraceFilters } from './trace-filters';
import { TraceRows } from './trace-rows';
import classes from './traces.module.css';

/** Traces: what followed from a message, a request or a schedule, and where it stopped. */
export default function TracesView() {
  const route = useRoute();
  const [isPaused, setPaused] = useState(false);
  const filter = filterOf(route);
  return (
    <div className={classes.view} data-detail={route.item !== undefined}>
      <section className={classes.pane} aria-label="List of traces">
        <TraceFilters filter={filter} isPaused={isPaused} setPaused={setPaused} />
        {/* a new filter starts a new list */}
        <TraceRows
          key={JSON.stringify(filter)}
          filter={filter}
          selected={route.item}
          isPaused={isPaused}
          resume={() => setPaused(false)}
        />
      </section>
      {route.item !== undefined && (
        <TraceDetail
          key={route.item}
          trace={route.item}
          filter={filter}
          focused={route.query?.['event']}
          replayOf={route.query?.['replayOf']}
        />
      )}
    </div>
  );
}
