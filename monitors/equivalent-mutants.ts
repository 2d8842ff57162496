const noShareIsExact = 'a burn rate is a quotient of counts in binary, which never is this very number';

/**
 * Slight changes of a monitor that no test can tell from it, each with the reason: id of the monitor → the change, as
 * `npm run monitors -- mutate` prints it → why. What is killed by a test after all is refused here as stale.
 */
export const equivalentMutants: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  message_stored_burns_fast: { '>= 14.4 instead of > 14.4': noShareIsExact },
  message_stored_burns_slowly: { '>= 6 instead of > 6': noShareIsExact },
  workflow_burns_fast: { '>= 14.4 instead of > 14.4': noShareIsExact },
  workflow_burns_slowly: { '>= 6 instead of > 6': noShareIsExact },
};
