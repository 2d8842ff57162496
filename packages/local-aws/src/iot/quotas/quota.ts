/** Where the numbers come from, each with its date. AWS's present page is in none of the public copies that could be read. */
export const sources = {
  'limits 2019':
    'AWS IoT developer guide, "limits-iot", 2019-11-25 (awsdocs/aws-iot-docs, b946d0b): the last page of AWS that we could read whole',
  'guide 2023': 'AWS IoT developer guide, 2023-06-15 (awsdocs/aws-iot-docs, 0a6e6df)',
  'guide, later': 'AWS IoT developer guide, pages "mqtt", "device-shadow-error-messages", as copied after 2025',
  excerpt:
    'an excerpt of the AWS General Reference without a date (kyopark2014/IoT-Core-Contents, on limits and quotas), in part with the numbers of small regions',
  'second hand':
    'docs.espressif.com/projects/esp-rainmaker-neo, "Limits", and for retained messages a comparison of AWS IoT Core with EMQX by its maker, both read 2026-11-26',
} as const;

/** A test by its file, from the project's folder, and its title. */
export interface NamedTest {
  readonly file: string;
  readonly title: string;
}

/** A quota of AWS IoT, as the AWS General Reference calls it. */
export interface Quota {
  readonly name: string;
  readonly value: string;
  /** Whether AWS raises it when it is asked to; undefined where the source does not say. */
  readonly adjustable?: boolean;
  readonly source: keyof typeof sources;
  /** What AWS does with what is beyond it. */
  readonly beyond: string;
  readonly here: Enforced | NotEnforced;
}

export interface Enforced {
  readonly test: NamedTest;
  /** Whether `--quotas` scales it and switches it off: rates and what piles up do, the form of a message does not. */
  readonly scales: boolean;
  /** What is another way here. */
  readonly but?: string;
}

export interface NotEnforced {
  readonly whyNot: string;
}
