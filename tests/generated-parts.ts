/** Code that `npm run generate` adds to the repository. */
interface GeneratedPart {
  readonly args: readonly string[];
  /** Maximum number of new and changed files. */
  readonly limit: number;
  /** Test whose failure tells the developer what to fill in. */
  readonly failing: string;
}

/** One generated part of each kind, and operations with and without a path. */
export const generatedParts: readonly GeneratedPart[] = [
  {
    args: ['device', 'window'],
    limit: 8,
    failing: 'functions/window-reported/windows-table.test.ts',
  },
  {
    args: ['sensor', 'smoke'],
    limit: 6,
    failing: 'functions/smoke-measured/smokes-table.test.ts',
  },
  // five files, and one line that adds the function's feature to the stack
  {
    args: ['function', 'restarts'],
    limit: 6,
    failing: 'functions/restarts/restarts-item.test.ts',
  },
  {
    args: ['monitor', 'queue-slow', '--service', 'sqs'],
    limit: 3,
    failing: 'monitors/sqs.test.ts',
  },
  {
    args: ['operation', 'getBattery'],
    limit: 5,
    failing: 'functions/api/get-battery-operation.test.ts',
  },
  {
    args: ['operation', 'resetShadow', '--method', 'delete', '--path', '/devices/{thing}/shadow'],
    limit: 5,
    failing: 'functions/api/reset-shadow-operation.test.ts',
  },
];
