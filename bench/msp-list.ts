/** The questions: which operation answers each, what of it is needed, and what the answer is, given its rows. */
import { toolNameOf } from '../packages/gateway/src/doors/mcp/tool-names.ts'

export type Row = Readonly<Record<string, unknown>>

export interface Question {
  readonly ask: string
  readonly operation: string
  readonly tool: string
  readonly input: Readonly<Record<string, unknown>>
  /** What our caller adds: only what it needs. */
  readonly ours: Readonly<Record<string, unknown>>
  /** True when the newest page is the answer. */
  readonly isOnePage: boolean
  rowsOf(data: unknown): readonly Row[]
  answer(rows: readonly Row[]): unknown
}

/** @param device the print server, which every seed has. */
export function questionsAbout(device: number): readonly Question[] {
  const id = { id: device }
  const count = (rows: readonly Row[]) => rows.length
  const all = (field: string) => (rows: readonly Row[]) => rows.map((row) => row[field])
  const tally = (field: string) => (rows: readonly Row[]) => {
    const counts: Record<string, number> = {}
    for (const row of rows) counts[String(row[field])] = (counts[String(row[field])] ?? 0) + 1
    return counts
  }
  return [
    list('How many clients have we?', 'organizations.list', {}, 'id', count),
    list('Which machines of client 1 are offline?', 'devices.list', { df: 'org = 1' }, 'systemName,offline', (rows) =>
      rows.filter(({ offline }) => offline).map(({ systemName }) => systemName),
    ),
    list('How many machines of each kind are there?', 'devices.list', {}, 'nodeClass', tally('nodeClass')),
    {
      ...list('What runs on the print server?', 'devices.get', id, '', ([row]) => (row?.os as Row | undefined)?.name),
      ours: {},
    },
    list(
      'Which services stand still on it?',
      'devices.listWindowsServices',
      { ...id, state: 'STOPPED' },
      'name',
      all('name'),
    ),
    list('How much room has it left?', 'devices.listVolumes', id, 'name,freeSpace', (rows) =>
      rows.map(({ name, freeSpace }) => [name, freeSpace]),
    ),
    list('What is wrong with it?', 'devices.listAlerts', id, 'message', all('message')),
    list('How many alerts of each severity are open?', 'alerts.list', {}, 'severity', tally('severity')),
    list('What is installed on it?', 'devices.listSoftware', id, 'name,version', (rows) =>
      rows.map(({ name, version }) => [name, version]),
    ),
    {
      ...list(
        'What happened on it lately?',
        'devices.listActivities',
        { ...id, pageSize: 20 },
        'statusCode',
        all('statusCode'),
      ),
      ours: { fields: 'statusCode' },
      isOnePage: true,
    },
    list('Which scripts can we run?', 'scripts.list', {}, 'id,name', (rows) => rows.map(({ id, name }) => [id, name])),
    list('Which machines wait for a restart?', 'queries.listOperatingSystems', {}, 'deviceId,needsReboot', (rows) =>
      rows.filter(({ needsReboot }) => needsReboot).map(({ deviceId }) => deviceId),
    ),
  ]
}

function list(
  ask: string,
  operation: string,
  input: Question['input'],
  fields: string,
  answer: Question['answer'],
): Question {
  return {
    ...{ ask, operation, tool: toolNameOf(operation), input, ours: { fields, limit: 1_000 }, isOnePage: false },
    rowsOf(data) {
      if (Array.isArray(data)) return data
      const { results, activities } = data as { results?: Row[]; activities?: Row[] }
      return results ?? activities ?? [data as Row]
    },
    answer,
  }
}
