/** The vendor's device filter `df`: words, strict reading, writing. Pure; it knows nothing of operations. */
export { type DeviceFilterBuilder, DeviceFilterError, deviceFilter } from './build.ts'
export { describePlace, type ParsedDeviceFilter, parseDeviceFilter } from './parse.ts'
export { printDeviceFilter } from './print.ts'
export { readTerms } from './read-terms.ts'
export { isDay, startOf } from './values.ts'
export type {
  DeviceClass,
  DeviceFilterIssue,
  DeviceFilterTerm,
  DeviceStatus,
} from './vocabulary.ts'
export { deviceClasses, type IdKey, idKeys, keySpellings } from './vocabulary.ts'
