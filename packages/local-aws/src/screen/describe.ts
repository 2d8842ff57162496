import { cutToColumns } from '@himeshima/cli';
import type { PlatformEvent } from '../events';

/** Columns of an event's line on the screen. Empty columns are omitted. */
export interface Description {
  /** Symbol that distinguishes the kinds of events without color: ⇄ → ├ λ ! ✗ … */
  symbol: string;
  tone: 'plain' | 'good' | 'bad' | 'quiet' | 'loud';
  what: string;
  details: string[];
  /** Lines below the event, such as the text of a notification. */
  below: string[];
}

type Of<Kind extends PlatformEvent['kind']> = Extract<PlatformEvent, { kind: Kind }>;

const formatBytes = (bytes: number) => (bytes < 1024 ? `${bytes} B` : `${(bytes / 1024).toFixed(1)} KB`);

const milliseconds = (value: number) => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;

const shortId = (requestId: string) => requestId.slice(0, 8);

const plain = (symbol: string, what: string, ...details: string[]): Description => ({
  symbol,
  tone: 'plain',
  what,
  details: details.filter((detail) => detail !== ''),
  below: [],
});

const toned = (tone: Description['tone'], description: Description): Description => ({ ...description, tone });

function firstLine(text: string): string {
  const [line = ''] = text.split('\n');
  return cutToColumns(line, 160);
}

function workflow(event: Of<'workflow'>): Description {
  const failed = event.status === 'FAILED' || event.status === 'TIMED_OUT' || event.status === 'ABORTED';
  const goesOn = event.status === 'RUNNING';
  const details = [
    event.state ?? (goesOn ? 'started' : 'ended'),
    goesOn ? '' : event.status,
    `execution ${shortId(event.execution)}`,
  ];
  const description = plain(failed ? '✗' : '▸', `workflow ${event.workflow}`, ...details);
  return failed ? toned('bad', description) : description;
}

function monitor(event: Of<'monitor'>): Description {
  const group = event.group === '' || event.group === '*' ? '' : event.group;
  const description = plain(
    '!',
    `monitor ${event.monitor}`,
    group,
    `${event.from} → ${event.to}`,
    event.why,
    event.handles.join(' '),
  );
  return toned(event.to === 'OK' ? 'good' : 'loud', description);
}

/** Returns the text for a WebSocket event. */
function socket({ event, connection, route, status, milliseconds: took, refused = '' }: Of<'socket'>): Description {
  const what = `page ${connection}`;
  if (event === 'DISCONNECT') return toned('quiet', plain('⇢', what, 'gone'));
  const answered = `${status} in ${milliseconds(took)}`;
  if (status >= 400) return toned(status < 500 ? 'loud' : 'bad', plain('⇢', what, route, answered, refused));
  if (event === 'CONNECT') return toned('good', plain('⇢', what, `connected in ${milliseconds(took)}`));
  return plain('⇢', what, route, answered);
}

/** Returns the text for an event on the screen. */
export function describe(event: PlatformEvent): Description {
  switch (event.kind) {
    case 'connected':
      return toned('good', plain('⇄', event.clientId, `connected (${event.protocol})`));
    case 'disconnected':
      return toned('quiet', plain('⇄', event.clientId, 'disconnected'));
    case 'refused':
      return toned('bad', plain('✗', event.who, `${event.action} on ${event.resource} denied`, event.reason));
    case 'throttled':
      return toned('bad', plain('✗', event.who, `${event.what}: ${event.count} within a second`, event.quota));
    case 'published':
      return toned('quiet', plain('→', event.topic, `${formatBytes(event.bytes)} from ${event.from}`));
    case 'shadow-updated':
      return plain(
        '→',
        `shadow ${event.shadow}`,
        event.changes,
        `v${event.version}`,
        event.delta === undefined ? 'no delta' : `delta ${event.delta}`,
      );
    case 'shadow-rejected':
      return toned('bad', plain('✗', `shadow ${event.shadow}`, `${event.code} ${event.message}`));
    case 'provisioned':
      return toned(
        'good',
        plain('⊕', event.thing, `provisioned by ${event.template}`, `certificate ${shortId(event.certificateId)}`),
      );
    case 'provisioning-refused':
      return toned('bad', plain('✗', event.who, event.topic, `${event.errorCode}: ${firstLine(event.reason)}`));
    case 'rule-matched':
      return plain('├', `rule ${event.rule}`, `matched → ${event.actions}`);
    case 'rule-skipped':
      return toned('quiet', plain('├', `rule ${event.rule}`, 'skipped: WHERE is not true'));
    case 'event-received':
      return plain('→', `bus ${event.bus}`, `${event.detailType} from ${event.source}`);
    case 'event-matched':
      return plain(
        '├',
        `rule ${event.rule}`,
        `matched → ${event.targets} ${event.targets === 1 ? 'target' : 'targets'}`,
      );
    case 'event-undelivered':
      return toned('bad', plain('✗', `rule ${event.rule}`, `${event.target}: ${firstLine(event.reason)}`));
    case 'schedule':
      return plain('◷', `schedule ${event.rule}`, `due ${event.due}`);
    case 'schedule-failed':
      return toned('bad', plain('✗', `schedule ${event.rule}`, `${event.target}: ${firstLine(event.reason)}`));
    case 'rule-failed':
      return toned(
        'bad',
        plain(
          '✗',
          `rule ${event.rule}`,
          `${event.action}: ${firstLine(event.reason)}`,
          event.errorAction === undefined ? 'no error action' : `→ ${event.errorAction}`,
        ),
      );
    case 'invoked':
      return plain('λ', event.function, `${milliseconds(event.milliseconds)} ${event.cold ? 'cold' : 'warm'}`);
    case 'failed':
      return toned(
        'bad',
        plain('✗', `λ ${event.function}`, firstLine(event.error), `req ${shortId(event.requestId)}…`, event.next),
      );
    case 'api-answered': {
      const { method, resource, status, refused = '' } = event;
      const description = plain(
        '⇢',
        `${method} ${resource}`,
        `${status} in ${milliseconds(event.milliseconds)}`,
        refused,
      );
      return status < 400 ? description : toned(status < 500 ? 'loud' : 'bad', description);
    }
    case 'socket':
      return socket(event);
    case 'socket-pushed':
      return toned('quiet', plain('⇠', `page ${event.connection}`, `pushed ${formatBytes(event.bytes)}`));
    case 'table-written':
      return plain('▤', event.table, `${event.operation} ${event.item}`);
    case 'logged':
      return plain('│', event.group.split('/').at(-1) ?? event.group, event.line.trimEnd());
    case 'log-written':
      return toned('quiet', plain('│', event.group, `${event.lines} log ${event.lines === 1 ? 'line' : 'lines'}`));
    case 'logs-forwarded':
      return toned(
        'quiet',
        plain('└', event.group, `${event.lines} log ${event.lines === 1 ? 'line' : 'lines'} → ${event.destination}`),
      );
    case 'batch': {
      const failed = event.failed === 0 ? '' : `${event.failed} failed, ${event.next ?? ''}`;
      const description = plain(
        '≋',
        event.stream,
        `${event.records} ${event.records === 1 ? 'record' : 'records'} → ${event.function}`,
        failed,
      );
      return event.failed === 0 ? toned('quiet', description) : toned('bad', description);
    }
    case 'violation':
      return toned(
        event.state === 'alarm-cleared' ? 'good' : 'bad',
        plain('⚠', event.thing, `${event.behaviour} of ${event.profile}`, event.state),
      );
    case 'delivered':
      return plain(
        '≋',
        event.stream,
        `${event.records} ${event.records === 1 ? 'record' : 'records'} → ${event.bucket}`,
        event.key,
      );
    case 'queued':
      return toned('loud', plain('▥', event.queue, event.why));
    case 'parked':
      return toned('loud', plain('▥', event.bucket, `${event.why}: ${event.key}`));
    case 'notification':
      return {
        ...toned('loud', plain('✉', `sns ${event.topic}`, event.subject ?? '')),
        below: event.message.split('\n').slice(0, 12),
      };
    case 'workflow':
      return workflow(event);
    case 'monitor':
      return monitor(event);
    case 'monitor-message':
      return { ...toned('loud', plain('✉', `datadog ${event.monitor}`, event.title)), below: event.text.split('\n') };
    case 'clock':
      return toned('quiet', plain('◷', event.text));
    case 'note':
      return event.failed === true ? toned('bad', plain('✗', event.text)) : toned('quiet', plain('·', event.text));
  }
}
