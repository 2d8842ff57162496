import { handlesIn } from '@himeshima/datadog-monitors';
import { isList, type Value } from '@himeshima/terraform-json';
import { gathered } from '../../gathered';
import type { Check } from '../check';
import { but } from '../example';
import { blocksAt, hasReference, is, isUnknown, originAt, type Resource, templateAt, textAt } from '../resource';
import { localAddress, type Resources } from '../resources';
import { soundMonitor } from './sound';

const silent = but(soundMonitor, 'datadog_monitor.slow', { message: 'Requests wait.' });

export const monitorDestination: Check = {
  id: 'monitor-destination',
  severity: 'major',
  about: ['datadog_monitor'],
  reason: 'it alerts without notifying anyone',
  fix: 'a handle in the message, or a notification rule that matches its tags',
  source: 'Serverless Lens OPS 1; IoT Lens IOTOPS07-BP01',
  finds(monitor, all) {
    const message = templateAt(monitor, 'message') ?? '';
    if (isUnknown(monitor, 'message') || hasReference(message) || handlesIn(message).length > 0) return false;
    const { parts, isUnclear } = partsOfComposites(all);
    return (
      !isUnclear &&
      !isPart(monitor, parts) &&
      !all.ofType('datadog_monitor_notification_rule').some((rule) => fits(rule, monitor))
    );
  },
  examples: {
    good: [
      soundMonitor,
      but(silent, 'datadog_monitor.failing', {
        ...soundMonitor['datadog_monitor']?.['slow'],
        type: 'composite',
        query: '${datadog_monitor.slow.id} && !${datadog_monitor.quiet.id}',
      }),
      but(silent, 'datadog_monitor_notification_rule.lights', {
        recipients: ['slack-lights'],
        filter: { tags: ['team:lights'] },
      }),
    ],
    bad: [
      silent,
      but(silent, 'datadog_monitor_notification_rule.others', {
        recipients: ['slack-others'],
        filter: { tags: ['team:others'] },
      }),
    ],
  },
};

/** A composite notifies for its parts: their addresses within a module, or their ids. Those of another module are not known. */
const partsOfComposites = gathered((all: Resources) => {
  const queries = all
    .ofType('datadog_monitor')
    .filter((monitor) => is(monitor, 'type', 'composite'))
    .map((monitor) => originAt(monitor, 'query') ?? '');
  return {
    parts: new Set(queries.flatMap((query) => query.match(/datadog_monitor\.\w+|\d+/g) ?? [])),
    isUnclear: queries.some((query) => query === '' || /\b(?:module|var|local|each)\./.test(query)),
  };
});

const isPart = (monitor: Resource, parts: ReadonlySet<string>) =>
  parts.has(localAddress(monitor)) || parts.has(textAt(monitor, 'id') ?? '');

function fits(rule: Resource, monitor: Resource): boolean {
  const [filter] = blocksAt(rule, 'filter');
  const wanted = listOf(filter?.values['tags']);
  const tags = listOf(monitor.values['tags']);
  return wanted.length > 0 && (isUnknown(monitor, 'tags') || wanted.every((tag) => tags.includes(tag)));
}

const listOf = (value: Value | undefined) => (value !== undefined && isList(value) ? value : []);
