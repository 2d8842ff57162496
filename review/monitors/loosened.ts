import { handlesIn, type MonitorDefinition, parseMonitorQuery } from '../../lib/datadog';
import { joined, type Phrase, say } from '../phrase';

/** Why a monitor calls later than before, or not at all; none where it calls as it did, or sooner. */
export function loosened(before: MonitorDefinition, after: MonitorDefinition): readonly Phrase[] {
  return [
    ...threshold(before, after),
    ...window(before, after),
    ...delays(before, after),
    ...missingData(before, after),
    ...destinations(before, after),
    ...repeats(before, after),
  ];
}

function queriesOf(before: MonitorDefinition, after: MonitorDefinition) {
  return [parseMonitorQuery(before.type, before.query), parseMonitorQuery(after.type, after.query)] as const;
}

function threshold(before: MonitorDefinition, after: MonitorDefinition): readonly Phrase[] {
  const [old, now] = queriesOf(before, after);
  if (!('threshold' in old) || !('threshold' in now) || old.comparator.sign !== now.comparator.sign) return [];
  const [was, is] = [old.threshold.value, now.threshold.value];
  const { sign } = now.comparator;
  const later = sign.startsWith('>') ? is > was : sign.startsWith('<') && is < was;
  return later ? [say`it alerts at ${is} instead of ${was}`] : [];
}

/** A longer window smooths what is averaged, and a shorter one adds up less. */
function window(before: MonitorDefinition, after: MonitorDefinition): readonly Phrase[] {
  const [old, now] = queriesOf(before, after);
  if (old.kind !== 'metric' || now.kind !== 'metric' || old.time.aggregator !== now.time.aggregator) return [];
  const [was, is] = [old.time.window.minutes, now.time.window.minutes];
  const addsUp = now.time.aggregator === 'sum' || now.time.aggregator === 'max';
  const above = now.comparator.sign.startsWith('>');
  const later = addsUp === above ? is < was : is > was;
  return later ? [say`it looks at ${is} minutes instead of ${was}`] : [];
}

const seconds = [
  ['evaluationDelaySeconds', 'it looks', 'back'],
  ['newGroupDelaySeconds', 'it leaves new groups alone for', ''],
  ['newHostDelaySeconds', 'it leaves new hosts alone for', ''],
] as const;

const delays = (before: MonitorDefinition, after: MonitorDefinition): readonly Phrase[] =>
  seconds.flatMap(([name, what, back]) => {
    const [was, is] = [before[name] ?? 0, after[name] ?? 0];
    return is > was ? [say`${[what]} ${is} s${[back && ` ${back}`]} instead of ${was} s`] : [];
  });

const tellsOfMissing = ({ notifyNoData, onMissingData }: MonitorDefinition) =>
  onMissingData === undefined ? notifyNoData : onMissingData === 'show_and_notify_no_data';

const missingData = (before: MonitorDefinition, after: MonitorDefinition): readonly Phrase[] =>
  tellsOfMissing(before) && !tellsOfMissing(after) ? [say`nobody hears that its data is missing`] : [];

function destinations(before: MonitorDefinition, after: MonitorDefinition): readonly Phrase[] {
  const now = handlesIn(after.message);
  const gone = handlesIn(before.message).filter((handle) => !now.includes(handle));
  if (gone.length === 0) return [];
  const instead: Phrase = now.length === 0 ? ['; it calls nobody'] : [];
  return [[...say`it no longer calls ${joined(gone.map((handle) => say`${handle}`))}`, ...instead]];
}

const repeats = (before: MonitorDefinition, after: MonitorDefinition): readonly Phrase[] =>
  before.renotifyMinutes && !after.renotifyMinutes ? [say`it does not say it again while it lasts`] : [];
