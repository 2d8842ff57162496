import type { PlatformEvent } from '../api/operations';
import { hashOf } from '../shell/route';
import classes from './event-row.module.css';
import { formatDateTime, formatTime } from './format';
import { VisibleText } from './visible-text';

/** Symbol of an event, in the color of its tone. */
export function EventSymbol({ event }: { event: Pick<PlatformEvent, 'symbol' | 'tone'> }) {
  return (
    <span className={classes.symbol} data-tone={event.tone} aria-hidden="true">
      {event.symbol}
    </span>
  );
}

/** Event in one line, with a link to its trace. */
export function EventRow({ event }: { event: PlatformEvent }) {
  return (
    <a
      className={classes.row}
      href={hashOf({ view: 'traces', item: `${event.trace}`, query: { event: `${event.id}` } })}
    >
      <time className={classes.time} dateTime={event.at} title={`${formatDateTime(event.at)} UTC`}>
        {formatTime(event.at)}
      </time>
      <EventSymbol event={event} />
      <span className={classes.text} data-tone={event.tone}>
        <VisibleText text={event.title} />
        {event.details.length > 0 && (
          <span className={classes.details}>
            <VisibleText text={event.details.join(' · ')} />
          </span>
        )}
      </span>
    </a>
  );
}

/** Events in one line each, or a hint if there are no events. */
export function EventRows({ events, hint }: { events: readonly PlatformEvent[]; hint: string }) {
  if (events.length === 0) return <p className={classes.hint}>{hint}</p>;
  return (
    <ul className={classes.list}>
      {events.map((event) => (
        <li key={event.id}>
          <EventRow event={event} />
        </li>
      ))}
    </ul>
  );
}
