/** Rows for each action of the SOAR table: some that go well, some that fail, and lists. */
import { expect } from 'vitest'

export type Row = Record<string, unknown>

/** What the cases need to know of the sandbox. */
export interface CaseFacts {
  /** A device that waits for approval. */
  readonly pending: () => number
  read<Data>(operation: string, input: Row): Promise<Data>
}

export interface Case {
  readonly template: Record<string, string>
  readonly rows: () => Row[]
  /** Rows that fail: part of the error, by index of the row. */
  readonly fails: Readonly<Record<number, RegExp>>
  /** More than one output row for the first input row. */
  readonly list?: true
  readonly check?: (out: readonly (Row & { result: Row })[]) => unknown
}

const device = { 'Device ID': '{{ device }}' }
const records = { 'User Data': '{{ data }}', Tags: '["x", {{ tags }}]', Fields: '{{ fields }}' }
const plain = { data: '', tags: '', fields: '' }
const noTags = { ...records, Tags: '{{ tags }}' }

export const batchCases = ({ pending, read }: CaseFacts): Record<string, Case> => ({
  'Create New Organization': {
    template: {
      'Template Organization ID': '{{ like }}',
      Name: '{{ name }}',
      Description: '{{ about }}',
      'Device Approval Mode': '{{ mode }}',
      ...noTags,
      Locations: '{{ locations }}',
      Policies: '{{ policies }}',
    },
    rows: () => {
      const row = { like: 1, name: 'Juniper Bakery', about: '', mode: 'MANUAL', ...plain, locations: '', policies: '' }
      return [
        { ...row, fields: '{"onboardingNotes": "Call first"}', locations: '[{"name": "Oven"}]' },
        { ...row, name: 'Tagged', tags: '["vip"]' },
        { ...row, name: 'Broken', data: '{"a": }' },
        { ...row, name: 'Mode', mode: 'SOMETIMES' },
        { ...row, name: 'No fields', tags: '[]' },
      ]
    },
    fails: {
      1: /Tags: organizations and locations of NinjaOne have no tags/,
      2: /User Data: is not JSON after rendering, character 7/,
      3: /Device Approval Mode/,
    },
    async check(out) {
      expect(out[0]?.result).toMatchObject({ name: 'Juniper Bakery', locations: [{ name: 'Oven' }] })
      const id = out[0]?.result.id
      expect(await read('organizations.getCustomFields', { id })).toMatchObject({ onboardingNotes: 'Call first' })
    },
  },
  'Update Organization': {
    template: {
      'Organization ID': '{{ id }}',
      Name: '{{ name }}',
      Description: '{{ about }}',
      'Device Approval Mode': '',
      ...noTags,
    },
    rows: () => [
      { id: 1, name: '', about: 'Two dentists', ...plain },
      { id: 2, name: '', about: '', ...plain, fields: '{"onboardingNotes": null}' },
      { id: 999, name: 'Nobody', about: '', ...plain },
      { id: 1, name: 'null', about: '', ...plain },
    ],
    fails: { 2: /no organization 999/, 3: /Name: cannot be cleared/ },
    check: async () =>
      expect(await read('organizations.get', { id: 1 })).toMatchObject({ description: 'Two dentists' }),
  },
  'Create Location': {
    template: {
      'Organization ID': '{{ id }}',
      'Location name': '{{ name }}',
      'Location address': '{{ address }}',
      Description: '',
      ...noTags,
    },
    rows: () => [
      { id: 1, name: 'Annex', address: '1 Elm Street', ...plain },
      { id: 1, name: '', address: '', ...plain },
      { id: 999, name: 'Nowhere', address: '', ...plain },
    ],
    fails: { 1: /Location name: is missing/, 2: /no organization 999/ },
    check: (out) => expect(out[0]?.result).toMatchObject({ name: 'Annex', address: '1 Elm Street' }),
  },
  'Update Location': {
    template: {
      'Organization ID': '{{ id }}',
      'Location ID': '{{ location }}',
      'Location name': '',
      'Location address:': '{{ address }}',
      Description: '',
      ...noTags,
    },
    rows: () => [
      { id: 1, location: 11, address: '10 Elm Street', ...plain },
      { id: 1, location: 999, address: 'x', ...plain },
      { id: 1, location: 'eleven', address: 'x', ...plain },
    ],
    fails: { 1: /./, 2: /locationId|Location ID/ },
  },
  'List Devices': {
    template: { Filter: '{{ filter }}', Limit: '{{ limit }}' },
    rows: () => [
      { filter: 'class in (WINDOWS_SERVER)', limit: '' },
      { filter: '', limit: 7 },
      { filter: 'nonsense here', limit: '' },
      { filter: 'org = 999', limit: 5 },
    ],
    fails: { 2: /Filter: is no filter/ },
    list: true,
    check: (out) => expect(out.filter((row) => row.limit === 7)).toHaveLength(7),
  },
  'Device Link': {
    template: { ...device, 'Return redirect response': '{{ redirect }}' },
    rows: () => [
      { device: 1001, redirect: 'false' },
      { device: 999_999, redirect: '' },
      { device: 1001, redirect: 'true' },
    ],
    fails: { 1: /./, 2: /Return redirect response/ },
    check: (out) => expect(out[0]?.result.url).toMatch(/^http/),
  },
  'Update Device Information': {
    template: {
      ...device,
      'Display Name': '{{ name }}',
      'User Data': '{{ data }}',
      'Node Role ID': '',
      'Policy ID': '{{ policy }}',
    },
    rows: () => [
      { device: 1001, name: 'Reception', data: '{"shelf": 3}', policy: null },
      { device: 999_999, name: 'x', data: '', policy: '' },
      { device: 1002, name: 'x', data: '[1]', policy: '' },
    ],
    fails: { 1: /no device 999999/, 2: /User Data/ },
    check: async () => expect(await read('devices.get', { id: 1001 })).toMatchObject({ displayName: 'Reception' }),
  },
  'Approve/Reject Devices': {
    template: { Mode: '{{ mode }}', Devices: '[{{ devices }}]' },
    rows: () => [
      { mode: 'APPROVE', devices: `${pending()}` },
      { mode: 'APPROVE', devices: '' },
      { mode: 'PERHAPS', devices: '1001' },
      { mode: 'REJECT', devices: '1001, ' },
    ],
    fails: { 1: /Devices: is too short/, 2: /Mode: /, 3: /Devices: is not JSON after rendering, character 8: "]"/ },
  },
  'Reboot Device': {
    template: { ...device, 'Reboot mode': '{{ mode }}', 'Reboot reason': '{{ why }}' },
    rows: () => [
      { device: 1001, mode: 'NORMAL', why: 'Updates' },
      { device: 1002, mode: 'forced', why: '' },
      { device: 999_999, mode: 'NORMAL', why: '' },
    ],
    fails: { 1: /Reboot mode/, 2: /no device 999999/ },
  },
  'Windows Services and Status': {
    template: { ...device, 'Service Name': '{{ name }}', 'Service State': '{{ state }}' },
    rows: () => [
      { device: 1001, name: '', state: 'RUNNING' },
      { device: 1001, name: 'NoSuchService', state: '' },
      { device: 999_999, name: '', state: '' },
      { device: 1001, name: '', state: 'DANCING' },
    ],
    fails: { 2: /./, 3: /Service State/ },
    list: true,
    check: (out) =>
      expect(out.find(({ name }) => name === 'NoSuchService')?.result).toEqual({ noResults: 'no results returned' }),
  },
  'Windows Service Control': {
    template: { ...device, 'Service ID': '{{ service }}', Action: '{{ action }}' },
    rows: () => [
      { device: 1001, service: 'Spooler', action: 'RESTART' },
      { device: 1001, service: 'Spooler', action: 'KICK' },
      { device: 1001, service: '', action: 'STOP' },
    ],
    fails: { 1: /Action/, 2: /Service ID: is missing/ },
  },
  'List Scripting Options': {
    template: { ...device, Language: '{{ lang }}' },
    rows: () => [
      { device: 1001, lang: '' },
      { device: 1001, lang: 'en' },
      { device: 999_999, lang: '' },
    ],
    fails: { 2: /./ },
    check: (out) => expect(out[0]?.result.scripts).toBeDefined(),
  },
  'Run Script': {
    template: {
      ...device,
      'Script ID': '{{ script }}',
      Type: '{{ type }}',
      UID: '{{ uid }}',
      Parameters: '{{ parameters }}',
      'Run As': 'system',
    },
    rows: () => [
      { device: 1001, script: 1, type: 'SCRIPT', uid: '', parameters: '--all' },
      { device: 1001, script: '', type: 'ACTION', uid: '920af5ba-75c9-4763-8ace-8b90fe794a7b', parameters: '' },
      { device: 1001, script: '', type: 'SCRIPT', uid: '', parameters: '' },
      { device: 1001, script: 999_999, type: 'SCRIPT', uid: '', parameters: '' },
    ],
    fails: { 2: /Script ID/, 3: /no script 999999/ },
  },
  'Schedule Maintenance': {
    template: {
      ...device,
      'List of features that will be disabled during maintenance': '["{{ feature }}", "ALERTS"]',
      'Maintenance window start': '{{ start }}',
      'Maintenance window end': '{{ end }}',
    },
    rows: () => [
      { device: 1001, feature: 'PATCHING', start: '2026-03-01T00:00:00-4:00', end: '2026-03-01T06:00:00' },
      { device: 1002, feature: 'TASKS', start: '', end: '2026-03-01T06:00:00' },
      { device: 1003, feature: 'TASKS', start: '', end: '' },
      { device: 1004, feature: 'TASKS', start: 'tomorrow', end: '' },
      { device: 1005, feature: 'NOTHING', start: '', end: '2026-03-01T06:00:00' },
    ],
    fails: { 2: /Maintenance window end/, 3: /Maintenance window start: is no ISO 8601 moment/, 4: /List of features/ },
  },
  'Cancel Maintenance': {
    template: device,
    rows: () => [{ device: 1001 }, { device: 'not a device' }, { device: 999_999 }],
    fails: { 1: /no device/, 2: /no device 999999/ },
  },
  'List active alerts (triggered conditions)': {
    template: { 'Source Type': '{{ source }}', 'Device Filter': '{{ filter }}', Language: '', Timezone: '{{ zone }}' },
    rows: () => [
      { source: '', filter: '', zone: '' },
      { source: '', filter: 'nonsense here', zone: '' },
      { source: 'NO_SUCH_SOURCE', filter: '', zone: 'Europe/Berlin' },
    ],
    fails: { 1: /Device Filter: is no filter/ },
    list: true,
  },
  'Generates Installer': {
    template: { 'Organization ID': '{{ id }}', 'Location ID': '{{ location }}', 'Installer Type': '{{ type }}' },
    rows: () => [
      { id: 1, location: 11, type: 'WINDOWS_MSI' },
      { id: 1, location: 11, type: 'LINUX_ARM64_DEB' },
      { id: 1, location: 11, type: 'AMIGA' },
      { id: 1, location: 999, type: 'MAC_PKG' },
    ],
    fails: { 2: /Installer Type/, 3: /./ },
    check: (out) => expect(out[0]?.result.url).toMatch(/^http/),
  },
})
