import { useSkipped } from '../api/stream-context';
import { formatCount } from './format';
import { Hint } from './section';

/** Number of events and messages that the page did not receive; nothing if it received all. */
export function SkippedNote() {
  const skipped = useSkipped();
  if (skipped === 0) return null;
  return <Hint>{formatCount(skipped)} events or messages not shown: too many in a short time</Hint>;
}
