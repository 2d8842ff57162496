import { Autocomplete } from '@mantine/core';
import { useMemo } from 'react';
import type { Message } from '../api/operations';
import { Chart } from '../shared/chart';
import { Hint, Section } from '../shared/section';
import classes from './mqtt.module.css';
import { firstPath, numericPaths } from './numeric-paths';
import { valuesByTopic, withJson } from './value-series';

const sampledMessages = 50;
const topicsShown = 8;

interface Props {
  readonly messages: readonly Message[];
  /** JSON path; undefined for the most likely measurement. */
  readonly chosen: string | undefined;
  readonly choose: (path: string) => void;
}

/** Graph of a number in the payloads, with one line per topic. */
export default function ValueChart({ messages, chosen, choose }: Props) {
  const parsed = useMemo(() => withJson(messages), [messages]);
  const paths = useMemo(
    () => [...new Set(parsed.slice(0, sampledMessages).flatMap(({ json }) => numericPaths(json)))],
    [parsed],
  );
  const path = chosen ?? firstPath(paths) ?? '';
  const { times, lines } = useMemo(() => valuesByTopic(parsed, path), [parsed, path]);
  return (
    <div className={classes.page}>
      <Section title="Values over time">
        <Autocomplete
          label="JSON path"
          description="Path of a number in the payload, such as state.reported.temperature"
          data={paths.filter((one) => one !== '')}
          value={path}
          limit={50}
          onChange={choose}
        />
        {lines.length === 0 ? (
          <Hint>No message of the subscriptions contains a number at this path.</Hint>
        ) : (
          <Chart
            label={`Values of ${path === '' ? 'the payload' : path} by topic, in UTC`}
            times={times}
            lines={lines.slice(0, topicsShown)}
            height={320}
            isSparse
          />
        )}
        {lines.length > topicsShown && (
          <Hint>
            The first {topicsShown} of {lines.length} topics. Select fewer topics in the subscriptions.
          </Hint>
        )}
      </Section>
    </div>
  );
}
