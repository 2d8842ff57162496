/**
 * Slight changes of a monitor that no test can tell from it, each with the reason: id of the monitor → the change, as
 * `npm run monitors -- mutate` prints it → why. What is killed by a test after all is refused here as stale.
 */
export const equivalentMutants: Readonly<Record<string, Readonly<Record<string, string>>>> = {};
