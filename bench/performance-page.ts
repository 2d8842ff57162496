import { availableParallelism } from 'node:os';
import { referenceMilliseconds } from './calibration';
import { atReferenceSpeed, digits, type Figure, limitText, verdictOf } from './figure';

/** Figures of a benchmark, and the speed of the machine while it ran. */
export interface MeasuredFigures {
  readonly name: string;
  readonly figures: readonly Figure[];
  /** Speed relative to the reference machine. */
  readonly speed: number;
}

const verdicts = { ok: 'yes', missed: '**no**', failed: '**no**', shown: '' } as const;

/** Returns the Markdown of docs/performance.md. */
export function performancePage(measured: readonly MeasuredFigures[], date: Date): string {
  const speeds = measured.map(({ speed }) => speed);
  return `# Performance

<!-- written by npm run bench -- --page -->

This page lists the speed and memory of the commands and the local runtime, measured on ${date.toISOString().slice(0, 10)} with Node.js ${process.versions.node} and ${availableParallelism()} cores.

## Method

- \`npm run bench\` runs every benchmark except \`tests\` and \`memory\`, which take several minutes. To run them, use \`npm run bench -- --only tests --only memory\`.
- Most figures are medians of five runs. Percentiles are taken over all requests of one run.
- To compare machines, a fixed computation is timed before and after each benchmark. It takes ${referenceMilliseconds} ms on the reference
  machine (two shared cores) with this version of Node.js. Durations are multiplied by the measured speed, and rates are divided by the speed; sizes and ratios are not converted.
  The limits apply to the column "At reference speed".
- During this measurement, the speed was between ${Math.min(...speeds).toFixed(2)} and ${Math.max(...speeds).toFixed(2)} of the reference speed.
- For comparison, the benchmarks also run other programs if these are installed: mosquitto (\`apt install mosquitto\`), promtool (\`apt install prometheus\`), moto
  (\`pip install 'moto[server]'\`), tf-summarize (\`go install github.com/dineshba/tf-summarize@latest\`) and the command line of CDKTF (\`npm install --global cdktf-cli\`). alasql, jsonata and aedes are development dependencies.

## Figures

| Benchmark | Figure | Measured | At reference speed | Limit | Met |
|---|---|---|---|---|---|
${measured.flatMap(rows).join('\n')}
${missedText(measured)}`;
}

/** Describes the figures that miss their limit, and where their time goes. */
function missedText(measured: readonly MeasuredFigures[]): string {
  const missed = measured.flatMap(({ figures, speed }) =>
    figures.filter((figure) => ['missed', 'failed'].includes(verdictOf(figure, speed))),
  );
  if (missed.length === 0) return '';
  const lines = missed.map(({ name, profile }) => `- **${name.trim()}**: ${profile ?? 'not profiled yet.'}`);
  return `\n## Missed limits\n\n${lines.join('\n')}\n`;
}

const rows = ({ name, figures, speed }: MeasuredFigures): readonly string[] =>
  figures.map((figure) =>
    [
      '',
      name,
      figure.name.trim(),
      `${digits(figure.value)} ${figure.unit}`,
      digits(atReferenceSpeed(figure, speed)),
      limitText(figure),
      verdicts[verdictOf(figure, speed)],
      '',
    ]
      .join(' | ')
      .trim(),
  );
