/** Modules that the generated code imports. */
export const modules = {
  authoring: '@himeshima/constructs/monitors',
  series: '@himeshima/datadog-monitors',
  matchers: '@himeshima/datadog-monitors/jest',
  stack: '@himeshima/constructs/datadog',
} as const;
