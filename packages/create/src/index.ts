export { platformCommand } from './create-command';
export { invalidBecause, type SettingName, type Settings } from './settings';
