import { AwsError } from '../gateway/service-api';
import { invalidCode } from './log-names';

/** Position of an event: its timestamp, and its index among the events with the same timestamp. */
interface Position {
  readonly timestamp: number;
  readonly index: number;
}

/** Position before the first event of a stream. */
const beginning: Position = { timestamp: 0, index: 0 };

const timestampDigits = 40;
const indexDigits = 16;

/** Returns the digits of a token. A token has 56 digits, as on AWS. */
const digitsOf = ({ timestamp, index }: Position): string =>
  `${String(timestamp).padStart(timestampDigits, '0')}${String(index).padStart(indexDigits, '0')}`;

function positionIn(token: string): { isForward: boolean; position: Position } {
  const [, direction, timestamp, index] = /^([fb])\/(\d{40})(\d{16})$/.exec(token) ?? [];
  if (direction === undefined) throw new AwsError(invalidCode, 'The specified nextToken is invalid.');
  return { isForward: direction === 'f', position: { timestamp: Number(timestamp), index: Number(index) } };
}

interface Page<Event> {
  events: readonly Event[];
  nextForwardToken: string;
  nextBackwardToken: string;
}

/** Returns the position of each event. Positions count from 1, so that the beginning is before the first event. */
function positionsOf(events: readonly { readonly timestamp: number }[]): Position[] {
  const positions: Position[] = [];
  for (const { timestamp } of events) {
    const previous = positions.at(-1);
    positions.push({ timestamp, index: previous?.timestamp === timestamp ? previous.index + 1 : 1 });
  }
  return positions;
}

const isBefore = (a: Position, b: Position): boolean =>
  a.timestamp < b.timestamp || (a.timestamp === b.timestamp && a.index < b.index);

/**
 * Returns a page of a stream's events, with tokens for the events before and after the page. At the end of the stream, a
 * token returns itself. Source: CloudWatch Logs API reference, "GetLogEvents".
 * @param events events of the stream, sorted by time
 * @throws AwsError InvalidParameterException if the token is invalid
 */
export function eventPage<Event extends { readonly timestamp: number }>(
  events: readonly Event[],
  { limit, nextToken, startFromHead }: { limit: number; nextToken?: string | undefined; startFromHead: boolean },
): Page<Event> {
  const positions = positionsOf(events);
  const token = nextToken === undefined ? undefined : positionIn(nextToken);
  const { isForward, position } = token ?? { isForward: startFromHead, position: undefined };
  const isSelected = (at: Position) =>
    position === undefined || (isForward ? isBefore(position, at) : isBefore(at, position));
  const first = positions.findIndex(isSelected);
  const count = positions.filter(isSelected).length;
  const [from, to] = isForward
    ? [first, first + Math.min(count, limit)]
    : [first + Math.max(0, count - limit), first + count];
  const digitsAt = (index: number) => digitsOf((count > 0 ? positions[index] : position) ?? beginning);
  return {
    events: events.slice(from, to),
    nextForwardToken: `f/${digitsAt(to - 1)}`,
    nextBackwardToken: `b/${digitsAt(from)}`,
  };
}
