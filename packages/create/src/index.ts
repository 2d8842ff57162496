export { platformCommand } from './create-command';
export { invalidReason, type SettingName, type Settings } from './settings';
