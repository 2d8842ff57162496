import type { Check } from '../check';
import { isnt } from '../resource';

const indexing = (thing_indexing_mode: string) => ({
  aws_iot_indexing_configuration: { index: { thing_indexing_configuration: { thing_indexing_mode } } },
});

export const iotIndexing: Check = {
  id: 'iot-indexing',
  severity: 'minor',
  about: ['aws_iot_indexing_configuration'],
  reason: 'devices cannot be searched by type, attribute or connection',
  fix: 'thing_indexing_mode = "REGISTRY", or "REGISTRY_AND_SHADOW"',
  source: 'IoT Lens IOTOPS03-BP02',
  finds: (index) => isnt(index, 'thing_indexing_configuration.thing_indexing_mode', 'REGISTRY', 'REGISTRY_AND_SHADOW'),
  examples: { good: [indexing('REGISTRY')], bad: [indexing('OFF')] },
};
