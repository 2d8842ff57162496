import { useRoute } from '../shell/use-route';
import { DeviceList } from './device-list';
import { DevicePage } from './device-page';

/** Devices: a list that fleet index queries filter, or one device. */
export default function DevicesView() {
  const { item } = useRoute();
  return item === undefined ? <DeviceList /> : <DevicePage key={item} thing={item} />;
}
